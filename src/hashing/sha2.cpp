// OpenSSL's own functions, not its EVP layer: that one costs more than the hash of a short input.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "hashing/streaming.hpp"

namespace serinus::hashing {
namespace {

SHA256_CTX* state_of(ByteArray<112>& bytes) noexcept {
    static_assert(sizeof(SHA256_CTX) == 112);
    return reinterpret_cast<SHA256_CTX*>(bytes.data());
}

}  // namespace

Hash256 sha2_256(BytesView input) noexcept {
    Hash256 out;
    Sha2_256().update(input).finish(out.bytes);
    return out;
}

Sha2_256::Sha2_256() noexcept { SHA256_Init(state_of(state_)); }

Sha2_256& Sha2_256::update(BytesView input) noexcept {
    SHA256_Update(state_of(state_), input.data(), input.size());
    return *this;
}

void Sha2_256::finish(MutableBytesView out) noexcept {
    SERINUS_ASSERT(out.size() == SHA256_DIGEST_LENGTH);
    SHA256_Final(out.data(), state_of(state_));
}

}  // namespace serinus::hashing
