// A message hash and a signature: the two versions of recovery differ only in numbers that overflow, the two forms of
// the key are one key, and verification accepts exactly that key.
#include "base/assert.hpp"
#include "crypto/ecdsa.hpp"

using namespace serinus;
using namespace serinus::crypto::ecdsa;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 32 + 65) return 0;
    const auto hash = *Hash256::from(BytesView(data, 32));
    const auto signature = *Signature::from(BytesView(data + 32, 65));

    const auto first = recover(signature, hash, Version::kV1);
    const auto second = recover(signature, hash, Version::kV2);
    if (second != first) SERINUS_ASSERT(!second && second.error() == RecoverError::kBadRS);
    if (!first) SERINUS_ASSERT(first.error() != RecoverError::kBadRS);

    for (const Version version : {Version::kV1, Version::kV2}) {
        const auto full = recover(signature, hash, version);
        const auto compressed = recover_compressed(signature, hash, version);
        SERINUS_ASSERT(full.has_value() == compressed.has_value());
        if (!full) {
            SERINUS_ASSERT(full.error() == compressed.error());
            continue;
        }
        SERINUS_ASSERT(compress(*full) == *compressed);
        SERINUS_ASSERT(verify_prehashed(signature, hash, *compressed, version) == (signature[64] < 4));
        PublicKey other = *compressed;
        other[0] ^= 1;
        SERINUS_ASSERT(!verify_prehashed(signature, hash, other, version));
    }
    return 0;
}
