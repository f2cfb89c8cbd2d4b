// A signature, a key and a message. The first byte says whether they are taken as they come, or as changes (by xor) to
// a right signature. Whoever is stricter may accept only what we accept; a batch gives the verdict of its items.
#include <sodium.h>

#include "base/assert.hpp"
#include "crypto/ed25519.hpp"

using namespace serinus;
using namespace serinus::crypto;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 1 + 64 + 32) return 0;
    const bool as_changes = (data[0] & 1) != 0;
    ed25519::Signature signature = *ed25519::Signature::from(BytesView(data + 1, 64));
    ed25519::PublicKey key = *ed25519::PublicKey::from(BytesView(data + 65, 32));
    const BytesView message(data + 97, size - 97);
    if (as_changes) {
        ByteArray<32> bytes{};
        bytes[0] = data[0];
        const ed25519::Seed seed(bytes);
        const auto right = ed25519::sign(seed, message);
        const auto right_key = ed25519::public_key_of(seed);
        for (size_t i = 0; i < 64; ++i) signature[i] ^= right[i];
        for (size_t i = 0; i < 32; ++i) key[i] ^= right_key[i];
        if (signature == right && key == right_key) SERINUS_ASSERT(ed25519::verify_dalek(signature, message, key));
    }

    const bool verdict = ed25519::verify(signature, message, key);
    if (crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0) {
        SERINUS_ASSERT(verdict);
    }
    if (ed25519::verify_dalek(signature, message, key)) SERINUS_ASSERT(verdict);

    const std::array items{ed25519::BatchItem{signature, message, key}, ed25519::BatchItem{signature, message, key}};
    SERINUS_ASSERT(ed25519::verify_batch(items, {data[0]}) == verdict);
    return 0;
}
