/// What the network cannot do without, alone.
#pragma once

#include <openssl/evp.h>

#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "bench/network_support.hpp"

namespace serinus::bench {

/// CPU seconds that sealing and opening cost alone, in messages of 16 KiB.
inline double aead_alone(size_t bytes) {
    constexpr size_t kMessage = 16 * 1024;
    const Bytes key(32, 1), nonce(12, 2);
    Bytes text(kMessage), tag(16);
    EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
    const double start = cpu_seconds();
    int size = 0;
    EVP_CipherInit_ex(context, EVP_chacha20_poly1305(), nullptr, key.data(), nonce.data(), 1);
    for (size_t done = 0; done < bytes; done += kMessage) {
        EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce.data(), 1);
        EVP_CipherUpdate(context, text.data(), &size, text.data(), kMessage);
        EVP_CipherFinal_ex(context, text.data(), &size);
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, tag.data());
        EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce.data(), 0);
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, tag.data());
        EVP_CipherUpdate(context, text.data(), &size, text.data(), kMessage);
        const int good = EVP_CipherFinal_ex(context, text.data(), &size);
        SERINUS_ASSERT(good == 1);
    }
    const double out = cpu_seconds() - start;
    EVP_CIPHER_CTX_free(context);
    return out;
}

}  // namespace serinus::bench
