package io.claviger.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SystemRandomTest {
    private final SystemRandom random = new SystemRandom();

    @Test
    void neverRepeatsWithinAThread() {
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 1000; i++) {
            seen.add(HexFormat.of().formatHex(random.bytes(16)));
        }

        assertThat(seen).hasSize(1000);
    }

    @Test
    void threadsGetDifferentBytes() {
        Set<String> seen = ConcurrentHashMap.newKeySet();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int thread = 0; thread < 8; thread++) {
                threads.execute(() -> {
                    for (int i = 0; i < 200; i++) {
                        seen.add(HexFormat.of().formatHex(random.bytes(16)));
                    }
                });
            }
        }

        assertThat(seen).hasSize(1600);
    }

    @Test
    void fillsTheWholeArray() {
        byte[] seen = new byte[1024];

        for (int i = 0; i < 8; i++) {
            byte[] bytes = random.bytes(1024);
            for (int j = 0; j < 1024; j++) {
                seen[j] |= bytes[j];
            }
        }

        // a byte that stays 0 eight times has a probability of 2^-64 each
        assertThat(seen).doesNotContain((byte) 0);
    }
}
