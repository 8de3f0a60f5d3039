package io.claviger.rootkey.file;

import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The file that holds the root keys: the first one wraps, the others only unwrap what they once wrapped.
 *
 * <p>To rotate: {@link #rotate()}, let every node load the file, wrap the domain keys anew, {@link #drop} the old key.
 * Where nodes do not load at the same moment, {@link #add()} first, {@link #promote} when every node knows the key.
 *
 * <p>Every method reads the disk, or writes it and returns when it is durable: for start-up, commands and worker
 * threads. Any doubt about the file is a {@link RootKeyFileException} with one sentence for the operator: open to group
 * or others, another owner than the current user or root, not a regular file, malformed, empty. Changes exclude each
 * other, also between processes; comments that somebody wrote into the file are lost by a change. Nothing is cached:
 * {@link #load()} again to see changes.
 */
public final class RootKeyFile {
    private final PrivateFile file;
    private final RandomSource random;

    public RootKeyFile(Path path, RandomSource random) {
        this(path, random, currentUser());
    }

    RootKeyFile(Path path, RandomSource random, int currentUser) {
        this.file = new PrivateFile(path, currentUser);
        this.random = random;
    }

    /** The keys, the caller's to close. */
    public RootKeys load() {
        byte[] text = file.read();
        try {
            return RootKeyText.parse(text);
        } catch (RootKeyFileException e) {
            throw file.refusal("is malformed: " + e.getMessage());
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * As {@link #load()}, but where there is no file, creates one with a new key. Only for a deployment that has wrapped
     * nothing yet: otherwise the missing file is a mishap, and a new key hides it.
     */
    public RootKeys loadOrCreate() {
        if (!file.exists()) {
            file.exclusively(this::createIfAbsent);
        }
        return load();
    }

    private void createIfAbsent() {
        if (!file.exists()) {
            try (RootKeys keys = new RootKeys()) {
                addTo(keys, true);
                save(keys);
            }
        }
    }

    /** Adds a new key as the primary; its id. */
    public String rotate() {
        return add(true);
    }

    /** Adds a new key behind the others; its id. */
    public String add() {
        return add(false);
    }

    private String add(boolean primary) {
        String[] id = new String[1];
        change(keys -> id[0] = addTo(keys, primary));
        return id[0];
    }

    /** Makes a key of the file the primary. */
    public void promote(String id) {
        change(keys -> keys.secrets().putFirst(id, known(keys, id)));
    }

    /**
     * Removes a key for good. What it wrapped, and nothing else has wrapped anew, is lost: the caller has made sure that
     * there is none. The primary cannot be dropped.
     */
    public void drop(String id) {
        change(keys -> {
            SecretBytes secret = known(keys, id);
            if (keys.primaryId().equals(id)) {
                throw file.refusal("keeps its primary key; promote another one first");
            }
            keys.secrets().remove(id);
            secret.close();
        });
    }

    private SecretBytes known(RootKeys keys, String id) {
        SecretBytes secret = keys.secrets().get(id);
        if (secret == null) {
            throw file.refusal("holds no key with the id " + id);
        }
        return secret;
    }

    private String addTo(RootKeys keys, boolean primary) {
        SecretBytes secret = SecretBytes.owning(random.bytes(RootKeys.KEY_BYTES));
        String id = RootKeys.idOf(secret);
        if (primary) {
            keys.secrets().putFirst(id, secret);
        } else {
            keys.secrets().putLast(id, secret);
        }
        return id;
    }

    private void change(Consumer<RootKeys> change) {
        file.exclusively(() -> {
            try (RootKeys keys = load()) {
                change.accept(keys);
                save(keys);
            }
        });
    }

    private void save(RootKeys keys) {
        byte[] text = RootKeyText.format(keys);
        try {
            file.write(text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** Java does not tell; the owner of something that belongs to this process does. */
    private static int currentUser() {
        try {
            Path process = Path.of("/proc/self");
            if (Files.exists(process)) {
                return (Integer) Files.getAttribute(process, "unix:uid");
            }
            Path probe = Files.createTempFile("claviger-", ".user");
            try {
                return (Integer) Files.getAttribute(probe, "unix:uid");
            } finally {
                Files.delete(probe);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new RootKeyFileException("The system does not tell which user this process runs as.", e);
        }
    }
}
