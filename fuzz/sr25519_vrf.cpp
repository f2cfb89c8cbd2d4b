// VRF verification of any bytes agrees with libsodium-only code.
//
// Input: how to begin (1 byte), a difference (128 bytes: public key, pre-output, proof), the message that is the input.
#include "base/assert.hpp"
#include "crypto/vrf.hpp"
#include "fuzz/reference/sr25519.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace serinus;
    using namespace serinus::crypto;
    if (size < 129) return 0;
    static const sr25519::KeyPair key = sr25519::expand(sr25519::MiniSecret(ByteArray<32>{1}));
    Transcript input("fuzz");
    input.append("message", BytesView(data + 129, size - 129));
    sr25519::PublicKey public_key{};
    vrf::Signature signature{};
    if (data[0] & 1) {
        public_key = key.public_key;
        signature = vrf::sign(key, input, {});
    }
    bool unchanged = true;
    for (size_t i = 0; i < 32; ++i) public_key[i] ^= data[1 + i];
    if ((data[0] & 3) == 3) signature = vrf::sign({key.secret, public_key}, input, {});  // for another key's bytes
    for (size_t i = 0; i < 32; ++i) signature.pre_output[i] ^= data[33 + i];
    for (size_t i = 0; i < 64; ++i) signature.proof[i] ^= data[65 + i];
    for (size_t i = 1; i < 129; ++i) unchanged &= data[i] == 0;

    const auto in_out = vrf::verify(public_key, input, signature);
    SERINUS_ASSERT(in_out == reference::vrf_verify(public_key, input, signature));
    if (in_out) SERINUS_ASSERT(in_out == vrf::attach(public_key, input, signature.pre_output));
    if (unchanged && (data[0] & 1)) SERINUS_ASSERT(in_out && *in_out == vrf::evaluate(key, input));
    return 0;
}
