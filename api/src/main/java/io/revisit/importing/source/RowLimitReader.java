package io.revisit.importing.source;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Stops a row that never ends, such as one with an open quote, before it fills the memory. */
final class RowLimitReader extends FilterReader {
    private final int longest;
    private long readForRow;

    RowLimitReader(Reader in, int longest) {
        super(in);
        this.longest = longest;
    }

    void startRow() {
        readForRow = 0;
    }

    @Override
    public int read() throws IOException {
        int character = super.read();
        count(character < 0 ? 0 : 1);
        return character;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    private void count(int characters) throws RowTooLong {
        readForRow += characters;
        if (readForRow > longest) {
            throw new RowTooLong();
        }
    }

    /** The row has more characters than allowed. */
    static final class RowTooLong extends IOException {}
}
