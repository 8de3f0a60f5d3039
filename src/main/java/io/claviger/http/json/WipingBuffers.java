package io.claviger.http.json;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.util.Arrays;

/**
 * Jackson's work buffers, kept per thread and overwritten each time they come back: they have held the base64 of
 * plaintext. A buffer that Jackson drops instead of giving back, as it does with parts of a text over 4000 characters,
 * waits for the garbage collector as it is.
 */
final class WipingBuffers extends RecyclerPool.ThreadLocalPoolBase<BufferRecycler> {
    private static final long serialVersionUID = 1L;

    private final transient ThreadLocal<BufferRecycler> perThread = ThreadLocal.withInitial(WipingRecycler::new);

    @Override
    public BufferRecycler acquirePooled() {
        return perThread.get();
    }

    private static final class WipingRecycler extends BufferRecycler {
        @Override
        public void releaseByteBuffer(int index, byte[] buffer) {
            Arrays.fill(buffer, (byte) 0);
            super.releaseByteBuffer(index, buffer);
        }

        @Override
        public void releaseCharBuffer(int index, char[] buffer) {
            Arrays.fill(buffer, (char) 0);
            super.releaseCharBuffer(index, buffer);
        }
    }
}
