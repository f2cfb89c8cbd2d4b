/// ChaCha20-Poly1305 with a counter as nonce: one direction of a noise connection.
/// Spec: Noise Protocol Framework 34, sections 5.1 and 12.3
#pragma once

#include <memory>

#include "base/result.hpp"
#include "crypto/secret.hpp"

namespace serinus::network::noise {

using CipherKey = crypto::Secret<32>;

/// Bytes that a tag adds to a message.
inline constexpr size_t kTagBytes = 16;
/// A noise message, its tag included, must fit its 16-bit length.
inline constexpr size_t kMaxMessageBytes = 65535;
inline constexpr size_t kMaxPlaintextBytes = kMaxMessageBytes - kTagBytes;

enum class CipherError : uint8_t {
    kBadTag,     ///< the message is not the one that the peer encrypted at this place
    kTooShort,   ///< no tag
    kExhausted,  ///< 2^64 - 1 messages
};

class Cipher {
  public:
    explicit Cipher(const CipherKey& key);
    Cipher(Cipher&&) noexcept;
    Cipher& operator=(Cipher&&) noexcept;
    ~Cipher();

    /// Encrypts in place: `message` is the plaintext, followed by room for the tag.
    [[nodiscard]] Result<void, CipherError> encrypt(MutableBytesView message, BytesView associated = {}) noexcept;
    /// Decrypts in place and gives the view of the plaintext in `message`. After kBadTag the content is unspecified,
    /// and the counter has not moved.
    [[nodiscard]] Result<MutableBytesView, CipherError> decrypt(MutableBytesView message,
                                                                BytesView associated = {}) noexcept;

  private:
    struct Context;
    std::unique_ptr<Context> context_;
    uint64_t nonce_ = 0;
};

}  // namespace serinus::network::noise
