// Any bytes as a secret key, in both forms, and as a public key: what is accepted reads back, signs and derives.
//
// Input: 64 bytes of a key, 32 of a chain code.
#include "base/assert.hpp"
#include "crypto/sr25519.hpp"
#include "fuzz/reference/sr25519.hpp"

namespace {

using namespace serinus;
using namespace serinus::crypto;

void check(const sr25519::SecretKey& secret, const sr25519::ChainCode& chain_code) {
    SERINUS_ASSERT(sr25519::SecretKey::from_bytes(secret.bytes.reveal())->bytes == secret.bytes);
    SERINUS_ASSERT(sr25519::SecretKey::from_ed25519_bytes(secret.to_ed25519_bytes().reveal())->bytes == secret.bytes);

    const sr25519::KeyPair key = sr25519::key_pair(secret);
    SERINUS_ASSERT(sr25519::is_valid(key.public_key));
    SERINUS_ASSERT(sr25519::verify(sr25519::sign(key, chain_code, {}), chain_code, key.public_key));
    const sr25519::KeyPair child = sr25519::derive_soft(key, chain_code, {});
    SERINUS_ASSERT(sr25519::derive_soft_public(key.public_key, chain_code) == child.public_key);
    SERINUS_ASSERT(sr25519::SecretKey::from_bytes(child.secret.bytes.reveal()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    const auto whole = sr25519::SecretKey::from_bytes(input);
    SERINUS_ASSERT(!whole || size == 64);
    if (size != 96) return 0;
    const auto chain_code = reference::part(input, 64);

    const auto canonical = sr25519::SecretKey::from_bytes(input.first(64));
    SERINUS_ASSERT(canonical.has_value() == reference::is_reduced(reference::part(input, 0)));
    if (canonical) {
        SERINUS_ASSERT(equal(canonical->bytes.reveal(), input.first(64)));
        check(*canonical, chain_code);
    }
    if (const auto key = sr25519::SecretKey::from_ed25519_bytes(input.first(64))) check(*key, chain_code);

    sr25519::PublicKey public_key;
    std::ranges::copy(input.first(32), public_key.begin());
    const bool valid = sr25519::is_valid(public_key);
    SERINUS_ASSERT(valid == reference::is_point(public_key.bytes));
    SERINUS_ASSERT(sr25519::derive_soft_public(public_key, chain_code).has_value() == valid);
    return 0;
}
