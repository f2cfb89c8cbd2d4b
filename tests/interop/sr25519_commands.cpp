// Secret keys travel in the form of polkadot-js: 64 bytes, the scalar times 8 and the nonce seed.
#include "crypto/sr25519.hpp"
#include "crypto/vrf.hpp"
#include "tests/interop/commands.hpp"

namespace serinus::interop {
namespace {

using namespace crypto;

template <class T>
T fixed_argument(const Arguments& arguments, size_t i) {
    const Bytes bytes = bytes_argument(arguments, i);
    T out;
    SERINUS_ASSERT(bytes.size() == out.size());
    std::ranges::copy(bytes, out.begin());
    return out;
}

ByteArray<32> array_argument(const Arguments& arguments, size_t i) {
    return fixed_argument<ByteArray<32>>(arguments, i);
}

sr25519::KeyPair key_argument(const Arguments& arguments, size_t i) {
    const auto secret = sr25519::SecretKey::from_ed25519_bytes(bytes_argument(arguments, i));
    SERINUS_ASSERT(secret.has_value());
    return sr25519::key_pair(*secret);
}

std::string key_answer(const sr25519::KeyPair& key) {
    return to_hex_prefixed(key.secret.to_ed25519_bytes().reveal()) + to_hex(key.public_key.bytes);
}

std::string verdict(bool right) { return right ? "true" : "false"; }

/// Context, message and extra data as the npm packages take them.
Transcript vrf_input(const Arguments& arguments, size_t i) {
    Transcript transcript("SigningContext");
    transcript.append("", bytes_argument(arguments, i));
    transcript.append("sign-bytes", bytes_argument(arguments, i + 1));
    return transcript;
}

Transcript vrf_extra(const Arguments& arguments, size_t i) {
    Transcript transcript = vrf::no_extra();
    if (const Bytes extra = bytes_argument(arguments, i); !extra.empty()) transcript.append("", extra);
    return transcript;
}

std::string verify_batch(const Arguments& arguments) {
    std::vector<Bytes> messages;
    messages.reserve(arguments.size());
    std::vector<sr25519::BatchItem> items;
    for (size_t i = 1; i + 2 < arguments.size(); i += 3) {
        messages.push_back(bytes_argument(arguments, i + 1));
        items.push_back({fixed_argument<sr25519::Signature>(arguments, i), messages.back(),
                         fixed_argument<sr25519::PublicKey>(arguments, i + 2)});
    }
    return verdict(sr25519::verify_batch(items, array_argument(arguments, 0)));
}

}  // namespace

void add_sr25519_commands(Commands& commands) {
    commands["sr25519_expand"] = [](const Arguments& a) {
        return key_answer(sr25519::expand(sr25519::MiniSecret(array_argument(a, 0))));
    };
    commands["sr25519_hard"] = [](const Arguments& a) {
        return key_answer(sr25519::expand(derive_hard(key_argument(a, 0).secret, array_argument(a, 1))));
    };
    commands["sr25519_soft"] = [](const Arguments& a) {
        return key_answer(derive_soft(key_argument(a, 0), array_argument(a, 1), array_argument(a, 2)));
    };
    commands["sr25519_soft_public"] = [](const Arguments& a) {
        const auto child = derive_soft_public(fixed_argument<sr25519::PublicKey>(a, 0), array_argument(a, 1));
        return child ? to_hex_prefixed(child->bytes) : refusal("no point");
    };
    commands["sr25519_sign"] = [](const Arguments& a) {
        return to_hex_prefixed(sign(key_argument(a, 0), bytes_argument(a, 1), array_argument(a, 2)).bytes);
    };
    commands["sr25519_verify"] = [](const Arguments& a) {
        return verdict(verify(fixed_argument<sr25519::Signature>(a, 0), bytes_argument(a, 1),
                              fixed_argument<sr25519::PublicKey>(a, 2)));
    };
    commands["sr25519_verify_deprecated"] = [](const Arguments& a) {
        return verdict(verify_deprecated(fixed_argument<sr25519::Signature>(a, 0), bytes_argument(a, 1),
                                         fixed_argument<sr25519::PublicKey>(a, 2)));
    };
    commands["sr25519_verify_batch"] = verify_batch;
    commands["vrf_sign"] = [](const Arguments& a) {
        const auto signature = vrf::sign(key_argument(a, 0), vrf_input(a, 1), array_argument(a, 4), vrf_extra(a, 3));
        return to_hex_prefixed(signature.pre_output.bytes) + to_hex(signature.proof.bytes);
    };
    commands["vrf_verify"] = [](const Arguments& a) {
        const auto bytes = fixed_argument<ByteArray<96>>(a, 4);
        vrf::Signature signature;
        std::copy_n(bytes.begin(), 32, signature.pre_output.begin());
        std::copy_n(bytes.begin() + 32, 64, signature.proof.begin());
        const auto in_out =
            vrf::verify(fixed_argument<sr25519::PublicKey>(a, 0), vrf_input(a, 1), signature, vrf_extra(a, 3));
        return verdict(in_out.has_value());
    };
}

}  // namespace serinus::interop
