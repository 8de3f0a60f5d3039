package io.claviger.command;

import io.claviger.audit.chain.AuditPublicKey;
import io.claviger.audit.chain.ChainHead;
import io.claviger.audit.export.ExportFormatException;
import io.claviger.audit.export.HeadList;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the files that {@code audit verify} is given. */
final class InputFiles {
    /** Keys and lists of heads are small; more is a mistaken file name. */
    private static final int MAX_TEXT_BYTES = 16 << 20;

    private final InputStream standardInput;

    /** @param standardInput what {@code -} names */
    InputFiles(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** An export, to be closed by the caller. */
    InputStream open(String file) throws UnusableInputException {
        if (file.equals("-")) {
            return new BufferedInputStream(standardInput);
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new UnusableInputException(file, e);
        }
    }

    Set<AuditPublicKey> publicKeys(List<String> files) throws UnusableInputException {
        Set<AuditPublicKey> keys = new LinkedHashSet<>();
        for (String file : files) {
            try {
                keys.add(AuditPublicKey.ofPem(text(file)));
            } catch (IllegalArgumentException e) {
                throw new UnusableInputException(file, "not an Ed25519 public key in PEM form");
            }
        }
        return keys;
    }

    List<ChainHead> heads(String file) throws UnusableInputException {
        try {
            return HeadList.parse(text(file));
        } catch (ExportFormatException e) {
            throw new UnusableInputException(file, e);
        }
    }

    private String text(String file) throws UnusableInputException {
        try (InputStream in = open(file)) {
            byte[] bytes = in.readNBytes(MAX_TEXT_BYTES + 1);
            if (bytes.length > MAX_TEXT_BYTES) {
                throw new UnusableInputException(file, "too large");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableInputException(file, e);
        }
    }
}
