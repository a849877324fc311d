package io.windlass.transfer.move;

/**
 * The CRC-32C of bytes from those of their pieces. A CRC is a remainder of polynomials: to put
 * bytes behind others is to multiply by a power of x and to add.
 */
final class CombinedCrc {
  /** Castagnoli's polynomial, the lowest power first. */
  private static final int POLYNOMIAL = 0x82f63b78;

  private static final int ONE = 1 << 31;
  private static final int X = 1 << 30;
  private static final int BITS_OF_BYTES = 3;

  private CombinedCrc() {}

  /** The CRC of some bytes with so many others behind them. */
  static int of(int first, int second, long secondLength) {
    return multiply(power(secondLength), first) ^ second;
  }

  /** x to the power of 8 times the number. */
  private static int power(long bytes) {
    int square = X;
    for (int i = 0; i < BITS_OF_BYTES; i++) {
      square = multiply(square, square);
    }
    int product = ONE;
    for (long left = bytes; left > 0; left >>>= 1) {
      if ((left & 1) == 1) {
        product = multiply(square, product);
      }
      square = multiply(square, square);
    }
    return product;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
    }
    return product;
  }
}
