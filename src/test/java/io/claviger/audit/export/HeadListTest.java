package io.claviger.audit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.audit.chain.ChainHead;
import io.claviger.audit.chain.TestChain;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeadListTest {
    private static final ChainHead HEAD = TestChain.head(TestChain.blocks(TestChain.chainId(1), 31, 2));

    @Test
    void formattedHeadsAreReadBack() throws ExportFormatException {
        assertThat(HeadList.parse("# kept in the safe\n\n" + HeadList.format(HEAD) + "\r\n"))
                .isEqualTo(List.of(HEAD));
    }

    @Test
    void anythingElseIsRefused() {
        String line = HeadList.format(HEAD);

        for (String text : List.of(
                "",
                "# nothing\n",
                "WHOLE\n" + line,
                line + "\n" + line,
                line.substring(0, line.length() - 1),
                line + "0",
                line.replace(" 1 ", " 01 "),
                line.replace(" 1 ", " -1 "),
                line.replace(" 1 ", " 9999999999999999999 "),
                line.replace(" 1 ", " 9223372036854775807 "),
                line.replace("head ", "Head "),
                line.replace("head ", "head  "),
                "head 00000000000000-00-00-00-000000000000 1 " + HEAD.hash() + "x",
                "head ------------------------------------ 1 " + HEAD.hash())) {
            assertThatThrownBy(() -> HeadList.parse(text)).as(text).isInstanceOf(ExportFormatException.class);
        }
    }

    @Test
    void refusalNamesTheLine() {
        assertThatThrownBy(() -> HeadList.parse("# one\n" + HeadList.format(HEAD) + "\nthree\n"))
                .hasMessage("line 3: expected: head CHAIN SEQUENCE HASH");
    }
}
