/// `ext_crypto_*_verify`, `…_batch_verify` and `…_recover`: signatures without secrets.
/// Spec: sect-crypto-api
#include "crypto/ahead_verifier.hpp"
#include "crypto/ecdsa.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/recovered_keys.hpp"
#include "crypto/sr25519.hpp"
#include "executor/host/convert.hpp"
#include "executor/host/signature_batch.hpp"

namespace serinus::executor::host {
namespace {

using namespace crypto;

/// The verdict that is remembered, or that of `verify`, which is a pure function of the other arguments.
template <class Signature, class PublicKey, class Verify>
bool verdict_of(HostCall& call, VerdictRule rule, const Signature& signature, BytesView message,
                const PublicKey& public_key, Verify verify) {
    VerdictCache* const verdicts = call.executor.verdicts().get();
    if (verdicts == nullptr) return verify();
    if (verdicts->is_mock(signature.bytes)) return true;
    const auto key = verdicts->key_of(rule, signature.bytes, message, public_key.bytes);
    if (call.context.signatures != nullptr) {
        if (const auto expected = call.context.signatures->verdict(key)) return *expected;
    }
    if (const auto known = verdicts->find(key)) return *known;
    const bool verdict = verify();
    verdicts->put(key, verdict);
    return verdict;
}

/// ZIP-215, for old blocks too. The reference can use a stricter rule for blocks before a number that a chain names;
/// no relay chain names one. Spec: sect-ext-crypto-ed25519-verify
bool ed25519_verify(HostCall& call, const ed25519::Signature& signature, BytesView message,
                    const ed25519::PublicKey& public_key) {
    return verdict_of(call, VerdictRule::kEd25519, signature, message, public_key,
                      [&] { return ed25519::verify(signature, message, public_key); });
}

/// Accepts signatures from before schnorrkel 0.1.1 too. Spec: sect-ext-crypto-sr25519-verify
bool sr25519_verify_1(HostCall& call, const sr25519::Signature& signature, BytesView message,
                      const sr25519::PublicKey& public_key) {
    return verdict_of(call, VerdictRule::kSr25519Deprecated, signature, message, public_key,
                      [&] { return sr25519::verify_deprecated(signature, message, public_key); });
}

bool sr25519_verify_2(HostCall& call, const sr25519::Signature& signature, BytesView message,
                      const sr25519::PublicKey& public_key) {
    return verdict_of(call, VerdictRule::kSr25519, signature, message, public_key,
                      [&] { return sr25519::verify(signature, message, public_key); });
}

/// Spec: sect-ext-crypto-ecdsa-verify
template <ecdsa::Version kVersion>
bool ecdsa_verify(HostCall& call, const ecdsa::Signature& signature, BytesView message,
                  const ecdsa::PublicKey& public_key) {
    constexpr auto kRule = kVersion == ecdsa::Version::kV1 ? VerdictRule::kEcdsaV1 : VerdictRule::kEcdsaV2;
    return verdict_of(call, kRule, signature, message, public_key,
                      [&] { return ecdsa::verify(signature, message, public_key, kVersion); });
}

/// Spec: id-ext_crypto_ecdsa_verify_prehashed
bool ecdsa_verify_prehashed(HostCall& call, const ecdsa::Signature& signature, const ecdsa::MessageHash& hash,
                            const ecdsa::PublicKey& public_key) {
    return verdict_of(call, VerdictRule::kEcdsaPrehashedV2, signature, hash.bytes, public_key,
                      [&] { return ecdsa::verify_prehashed(signature, hash, public_key, ecdsa::Version::kV2); });
}

/// The answer of a verification, noted in the open batch if there is one.
/// Spec: sect-ext-crypto-ed25519-batch-verify, sect-ext-crypto-sr25519-batch-verify
/// Spec: sect-ext-crypto-ecdsa-batch-verify
template <auto Verify, class Signature, class PublicKey>
bool batch_verify(HostCall& call, const Signature& signature, BytesView message, const PublicKey& public_key) {
    const bool is_right = Verify(call, signature, message, public_key);
    if (call.batch != nullptr) call.batch->add(is_right);
    return is_right;
}

/// Batches do not nest. Spec: sect-ext-crypto-start-batch-verify
HostResult<> start_batch_verify(HostCall& call) {
    ENSURE(call.batch == nullptr, "a batch of signatures is started while another one is open");
    call.batch = std::make_shared<SignatureBatch>();
    return {};
}

/// Spec: sect-ext-crypto-finish-batch-verify
HostResult<bool> finish_batch_verify(HostCall& call) {
    ENSURE(call.batch != nullptr, "a batch of signatures is finished that was not started");
    const bool all_right = call.batch->all_right();
    call.batch.reset();
    return all_right;
}

/// The key that an earlier call recovered, or that is recovered now: a pure function too.
RecoveredKeys::Answer recovered_key(HostCall& call, const ecdsa::Signature& signature, const ecdsa::MessageHash& hash,
                                    ecdsa::Version version) {
    VerdictCache* const verdicts = call.executor.verdicts().get();
    if (verdicts == nullptr) return ecdsa::recover(signature, hash, version);
    const auto rule = version == ecdsa::Version::kV1 ? VerdictRule::kRecoverV1 : VerdictRule::kRecoverV2;
    const auto key = verdicts->key_of(rule, signature.bytes, hash.bytes, {});
    if (const auto known = verdicts->recovered().find(key)) return *known;
    const auto answer = ecdsa::recover(signature, hash, version);
    verdicts->recovered().put(key, answer);
    return answer;
}

/// Spec: id-ext_crypto_secp256k1_ecdsa_recover
template <ecdsa::Version kVersion>
Scale<Result<ecdsa::UncompressedPublicKey, ecdsa::RecoverError>> recover(HostCall& call,
                                                                         const ecdsa::Signature& signature,
                                                                         const ecdsa::MessageHash& hash) {
    return recovered_key(call, signature, hash, kVersion);
}

/// Spec: id-ext_crypto_secp256k1_ecdsa_recover_compressed
template <ecdsa::Version kVersion>
Scale<Result<ecdsa::PublicKey, ecdsa::RecoverError>> recover_compressed(HostCall& call,
                                                                        const ecdsa::Signature& signature,
                                                                        const ecdsa::MessageHash& hash) {
    const auto key = recovered_key(call, signature, hash, kVersion);
    if (!key) return Result<ecdsa::PublicKey, ecdsa::RecoverError>(key.error());
    const auto compressed = ecdsa::compress(*key);
    SERINUS_ASSERT(compressed.has_value());
    return Result<ecdsa::PublicKey, ecdsa::RecoverError>(*compressed);
}

using enum ecdsa::Version;

constexpr auto kEd25519Batch = &batch_verify<&ed25519_verify, ed25519::Signature, ed25519::PublicKey>;
constexpr auto kSr25519Batch = &batch_verify<&sr25519_verify_2, sr25519::Signature, sr25519::PublicKey>;
constexpr auto kEcdsaBatch = &batch_verify<&ecdsa_verify<kV2>, ecdsa::Signature, ecdsa::PublicKey>;

constexpr HostFunctionEntry kSignatureFunctions[] = {
    {"ext_crypto_ed25519_verify_version_1", wrap<&ed25519_verify>},
    {"ext_crypto_ed25519_batch_verify_version_1", wrap<kEd25519Batch>},
    {"ext_crypto_sr25519_verify_version_1", wrap<&sr25519_verify_1>},
    {"ext_crypto_sr25519_verify_version_2", wrap<&sr25519_verify_2>},
    {"ext_crypto_sr25519_batch_verify_version_1", wrap<kSr25519Batch>},
    {"ext_crypto_ecdsa_verify_version_1", wrap<&ecdsa_verify<kV1>>},
    {"ext_crypto_ecdsa_verify_version_2", wrap<&ecdsa_verify<kV2>>},
    {"ext_crypto_ecdsa_verify_prehashed_version_1", wrap<&ecdsa_verify_prehashed>},
    {"ext_crypto_ecdsa_batch_verify_version_1", wrap<kEcdsaBatch>},
    {"ext_crypto_start_batch_verify_version_1", wrap<&start_batch_verify>},
    {"ext_crypto_finish_batch_verify_version_1", wrap<&finish_batch_verify>},
    {"ext_crypto_secp256k1_ecdsa_recover_version_1", wrap<&recover<kV1>>},
    {"ext_crypto_secp256k1_ecdsa_recover_version_2", wrap<&recover<kV2>>},
    {"ext_crypto_secp256k1_ecdsa_recover_compressed_version_1", wrap<&recover_compressed<kV1>>},
    {"ext_crypto_secp256k1_ecdsa_recover_compressed_version_2", wrap<&recover_compressed<kV2>>},
};

}  // namespace

std::span<const HostFunctionEntry> signature_functions() { return kSignatureFunctions; }

}  // namespace serinus::executor::host
