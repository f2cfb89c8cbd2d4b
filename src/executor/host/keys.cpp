/// `ext_crypto_*_public_keys`, `…_generate` and `…_sign`: functions that need the node's keys.
/// Spec: sect-crypto-api
#include "crypto/node_keys.hpp"

#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

using crypto::KeyType;
using crypto::Scheme;
namespace ecdsa = crypto::ecdsa;
namespace ed25519 = crypto::ed25519;
namespace sr25519 = crypto::sr25519;

template <Scheme kScheme>
struct Types;
template <>
struct Types<Scheme::kEd25519> {
    using PublicKey = ed25519::PublicKey;
    using Signature = ed25519::Signature;
};
template <>
struct Types<Scheme::kSr25519> {
    using PublicKey = sr25519::PublicKey;
    using Signature = sr25519::Signature;
};
template <>
struct Types<Scheme::kEcdsa> {
    using PublicKey = ecdsa::PublicKey;
    using Signature = ecdsa::Signature;
};

template <Scheme kScheme>
using PublicKey = typename Types<kScheme>::PublicKey;
template <Scheme kScheme>
using Signature = typename Types<kScheme>::Signature;

/// Where a call has no keys it cannot even ask for them, as block execution must not depend on them.
HostResult<crypto::NodeKeys*> keys_of(const HostCall& call) {
    ENSURE(call.context.keys != nullptr, "the keystore is not available in this context");
    return call.context.keys;
}

/// Spec: id-ext_crypto_ed25519_public_keys, id-ext_crypto_sr25519_public_keys, id-ext_crypto_ecdsa_public_keys
template <Scheme kScheme>
HostResult<Scale<std::vector<PublicKey<kScheme>>>> public_keys(HostCall& call, KeyType type) {
    std::vector<PublicKey<kScheme>> out;
    for (const Bytes& key : TRY(keys_of(call))->public_keys(type, kScheme)) {
        out.push_back(*PublicKey<kScheme>::from(key));
    }
    return Scale<std::vector<PublicKey<kScheme>>>(std::move(out));
}

/// The "seed" is a secret URI. Spec: id-ext_crypto_ed25519_generate, id-ext_crypto_sr25519_generate,
/// id-ext_crypto_ecdsa_generate
template <Scheme kScheme>
HostResult<PublicKey<kScheme>> generate(HostCall& call, KeyType type,
                                        const Scale<std::optional<std::string_view>>& seed) {
    const auto key = TRY(keys_of(call))->generate(type, kScheme, seed.value);
    ENSURE(key.has_value(), "no key can be made of this seed, or it cannot be stored");
    return *PublicKey<kScheme>::from(*key);
}

/// None if the key is not ours. Spec: id-ext_crypto_ed25519_sign, id-ext_crypto_sr25519_sign, id-ext_crypto_ecdsa_sign
template <Scheme kScheme>
HostResult<Scale<std::optional<Signature<kScheme>>>> sign(HostCall& call, KeyType type,
                                                          const PublicKey<kScheme>& public_key, BytesView message) {
    const auto signature = TRY(keys_of(call))->sign(type, kScheme, public_key.bytes, message);
    std::optional<Signature<kScheme>> out;
    if (signature) out = Signature<kScheme>::from(*signature);
    return Scale<std::optional<Signature<kScheme>>>(out);
}

/// Spec: id-ext_crypto_ecdsa_sign_prehashed
HostResult<Scale<std::optional<ecdsa::Signature>>> ecdsa_sign_prehashed(HostCall& call, KeyType type,
                                                                        const ecdsa::PublicKey& public_key,
                                                                        const ecdsa::MessageHash& hash) {
    return Scale<std::optional<ecdsa::Signature>>(TRY(keys_of(call))->sign_prehashed(type, public_key.bytes, hash));
}

using enum Scheme;

constexpr HostFunctionEntry kKeyFunctions[] = {
    {"ext_crypto_ed25519_public_keys_version_1", wrap<&public_keys<kEd25519>>},
    {"ext_crypto_ed25519_generate_version_1", wrap<&generate<kEd25519>>},
    {"ext_crypto_ed25519_sign_version_1", wrap<&sign<kEd25519>>},
    {"ext_crypto_sr25519_public_keys_version_1", wrap<&public_keys<kSr25519>>},
    {"ext_crypto_sr25519_generate_version_1", wrap<&generate<kSr25519>>},
    {"ext_crypto_sr25519_sign_version_1", wrap<&sign<kSr25519>>},
    {"ext_crypto_ecdsa_public_keys_version_1", wrap<&public_keys<kEcdsa>>},
    {"ext_crypto_ecdsa_generate_version_1", wrap<&generate<kEcdsa>>},
    {"ext_crypto_ecdsa_sign_version_1", wrap<&sign<kEcdsa>>},
    {"ext_crypto_ecdsa_sign_prehashed_version_1", wrap<&ecdsa_sign_prehashed>},
};

}  // namespace

std::span<const HostFunctionEntry> key_functions() { return kKeyFunctions; }

}  // namespace serinus::executor::host
