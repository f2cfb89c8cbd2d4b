#include "libp2p/noise/cipher.hpp"

#include <openssl/evp.h>

#include "base/assert.hpp"

namespace serinus::network::noise {

struct Cipher::Context {
    Context() : evp(::EVP_CIPHER_CTX_new()) { SERINUS_ASSERT(evp != nullptr); }
    ~Context() { ::EVP_CIPHER_CTX_free(evp); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    EVP_CIPHER_CTX* evp;
    CipherKey key;
    bool has_key = false;
};

namespace {

constexpr size_t kNonceBytes = 12;

/// Four bytes of zeros, then the counter, little-endian.
ByteArray<kNonceBytes> nonce_bytes(uint64_t counter) noexcept {
    ByteArray<kNonceBytes> out{};
    for (size_t i = 0; i < 8; ++i) out[4 + i] = static_cast<uint8_t>(counter >> (8 * i));
    return out;
}

}  // namespace

Cipher::Cipher(const CipherKey& key) : context_(std::make_unique<Context>()) { context_->key = key; }
Cipher::Cipher(Cipher&&) noexcept = default;
Cipher& Cipher::operator=(Cipher&&) noexcept = default;
Cipher::~Cipher() = default;

Result<void, CipherError> Cipher::encrypt(MutableBytesView message, BytesView associated) noexcept {
    SERINUS_ASSERT(message.size() >= kTagBytes);
    if (nonce_ == UINT64_MAX) return Err(CipherError::kExhausted);
    EVP_CIPHER_CTX* const evp = context_->evp;
    const auto nonce = nonce_bytes(nonce_);
    // The key is set once: each message only sets its nonce.
    const EVP_CIPHER* const cipher = context_->has_key ? nullptr : ::EVP_chacha20_poly1305();
    const uint8_t* const key = context_->has_key ? nullptr : context_->key.data();
    context_->has_key = true;
    int size = 0;
    const auto text_size = static_cast<int>(message.size() - kTagBytes);
    bool good = ::EVP_EncryptInit_ex(evp, cipher, nullptr, key, nonce.data()) == 1;
    if (!associated.empty()) {
        good = good &&
               ::EVP_EncryptUpdate(evp, nullptr, &size, associated.data(), static_cast<int>(associated.size())) == 1;
    }
    good = good && (text_size == 0 || ::EVP_EncryptUpdate(evp, message.data(), &size, message.data(), text_size) == 1);
    good = good && ::EVP_EncryptFinal_ex(evp, message.data() + text_size, &size) == 1;
    good = good && ::EVP_CIPHER_CTX_ctrl(evp, EVP_CTRL_AEAD_GET_TAG, kTagBytes, message.data() + text_size) == 1;
    SERINUS_ASSERT(good);  // the library fails only when it is used wrongly
    ++nonce_;
    return {};
}

Result<MutableBytesView, CipherError> Cipher::decrypt(MutableBytesView message, BytesView associated) noexcept {
    if (message.size() < kTagBytes) return Err(CipherError::kTooShort);
    if (nonce_ == UINT64_MAX) return Err(CipherError::kExhausted);
    EVP_CIPHER_CTX* const evp = context_->evp;
    const auto nonce = nonce_bytes(nonce_);
    const EVP_CIPHER* const cipher = context_->has_key ? nullptr : ::EVP_chacha20_poly1305();
    const uint8_t* const key = context_->has_key ? nullptr : context_->key.data();
    context_->has_key = true;
    int size = 0;
    const MutableBytesView text = message.first(message.size() - kTagBytes);
    uint8_t* const tag = message.data() + text.size();
    bool good = ::EVP_DecryptInit_ex(evp, cipher, nullptr, key, nonce.data()) == 1;
    good = good && ::EVP_CIPHER_CTX_ctrl(evp, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag) == 1;
    if (!associated.empty()) {
        good = good &&
               ::EVP_DecryptUpdate(evp, nullptr, &size, associated.data(), static_cast<int>(associated.size())) == 1;
    }
    good = good && (text.empty() ||
                    ::EVP_DecryptUpdate(evp, text.data(), &size, text.data(), static_cast<int>(text.size())) == 1);
    SERINUS_ASSERT(good);
    uint8_t rest[kTagBytes];
    if (::EVP_DecryptFinal_ex(evp, rest, &size) != 1) return Err(CipherError::kBadTag);
    ++nonce_;
    return text;
}

}  // namespace serinus::network::noise
