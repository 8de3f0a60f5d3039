package io.claviger.audit.export;

import io.claviger.audit.chain.ChainHead;
import io.claviger.audit.chain.Hash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chain heads as text, one a line: {@code head CHAIN SEQUENCE HASH}. {@code audit verify} prints them so; kept off the
 * machine, the next verification takes them back. Empty lines and lines that start with {@code #} say nothing; any other
 * line is refused, so that a slip of the pen never makes a check disappear.
 */
public final class HeadList {
    private static final Pattern LINE = Pattern.compile("head ([0-9a-f-]{36}) (0|[1-9][0-9]{0,18}) ([0-9a-f]{64})");

    private HeadList() {}

    public static String format(ChainHead head) {
        return "head " + head.chainId() + " " + head.sequence() + " " + head.hash();
    }

    /** Total; a list without any head is refused too, and so is a chain that is named twice. */
    public static List<ChainHead> parse(String text) throws ExportFormatException {
        List<ChainHead> heads = new ArrayList<>();
        Set<UUID> chains = new HashSet<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            ChainHead head = parseLine(line, i + 1);
            if (!chains.add(head.chainId())) {
                throw new ExportFormatException(i + 1, "a second head for the same chain");
            }
            heads.add(head);
        }
        if (heads.isEmpty()) {
            throw new ExportFormatException(Math.max(1, lines.size()), "no head at all");
        }
        return heads;
    }

    private static ChainHead parseLine(String line, int number) throws ExportFormatException {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new ExportFormatException(number, "expected: head CHAIN SEQUENCE HASH");
        }
        try {
            return new ChainHead(
                    UUID.fromString(parts.group(1)), Long.parseLong(parts.group(2)), Hash.ofHex(parts.group(3)));
        } catch (IllegalArgumentException e) {
            throw new ExportFormatException(number, "expected: head CHAIN SEQUENCE HASH", e);
        }
    }
}
