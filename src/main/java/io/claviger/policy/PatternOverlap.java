package io.claviger.policy;

import java.util.Arrays;

/** Whether some text matches two patterns with stars and question marks. */
final class PatternOverlap {
    private PatternOverlap() {}

    /** Time is the product of both lengths. */
    static boolean exists(String first, String second) {
        // row[j]: the rest of the first pattern from the current place and of the second from j have a text in common
        boolean[] below = lastRow(second);
        for (int i = first.length() - 1; i >= 0; i--) {
            boolean[] row = new boolean[second.length() + 1];
            row[second.length()] = first.charAt(i) == '*' && below[second.length()];
            for (int j = second.length() - 1; j >= 0; j--) {
                row[j] = isStep(first.charAt(i), second.charAt(j))
                        ? below[j] || row[j + 1]
                        : meets(first, i, second, j) && below[j + 1];
            }
            below = row;
        }
        return below[0];
    }

    /** A star on either side is left behind, or takes what the other side has next. */
    private static boolean isStep(char a, char b) {
        return a == '*' || b == '*';
    }

    private static boolean meets(String first, int i, String second, int j) {
        char a = first.charAt(i);
        char b = second.charAt(j);
        return a == b || a == '?' || b == '?';
    }

    /** Against an empty rest of the first pattern only stars remain. */
    private static boolean[] lastRow(String second) {
        boolean[] row = new boolean[second.length() + 1];
        Arrays.fill(row, false);
        row[second.length()] = true;
        for (int j = second.length() - 1; j >= 0 && second.charAt(j) == '*'; j--) {
            row[j] = true;
        }
        return row;
    }
}
