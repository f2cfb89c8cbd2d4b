#include "consensus/aura/verifier.hpp"

#include "chain/import/inherents.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/runtime_call.hpp"
#include "consensus/digest_item.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/sr25519.hpp"
#include "runtime_api/aura.hpp"

namespace serinus::consensus::aura {
namespace {

using chain::ChainError;
using chain::HeaderVerdict;

using chain::RefusalReason;

HeaderVerdict refuse(RefusalReason reason, std::string text) {
    return {.refusal = chain::Refusal{reason, std::move(text)}};
}

/// The slot of a header. The error is why the header is bad. Observed: find_pre_digest of sc_consensus_aura,
/// polkadot-stable2407
Result<uint64_t, std::string> slot_of(const primitives::Header& header) {
    std::optional<uint64_t> slot;
    for (const auto& item : header.digest) {
        const auto found = find_in_item<uint64_t, primitives::digest::PreRuntime>(item, primitives::kAuraEngine);
        if (!found) continue;
        if (slot) return Err(std::string("it has two Aura pre-digests"));
        slot = found;
    }
    if (!slot) return Err(std::string("it has no Aura pre-digest"));
    return *slot;
}

constexpr size_t kSignatureSize = 64;  ///< of both kinds

bool verify(KeyKind kind, BytesView seal, const Hash256& message, const ByteArray<32>& key) {
    if (seal.size() < kSignatureSize) return false;
    seal = seal.first(kSignatureSize);  // the reference ignores bytes behind the signature
    if (kind == KeyKind::kSr25519) {
        const auto signature = crypto::sr25519::Signature::from(seal);
        return signature && crypto::sr25519::verify(*signature, message.bytes, {key});
    }
    const auto signature = crypto::ed25519::Signature::from(seal);
    return signature && crypto::ed25519::verify(*signature, message.bytes, {key});
}

}  // namespace

Verifier::Verifier(KeyKind keys, std::optional<uint64_t> slot_duration_ms, std::function<uint64_t()> now_ms)
    : keys_(keys), slot_duration_ms_(slot_duration_ms), now_ms_(std::move(now_ms)) {}

Result<HeaderVerdict, ChainError> Verifier::check(const chain::HeaderToCheck& what, chain::Ancestry& ancestry) {
    const auto slot = slot_of(what.header);
    if (!slot) return refuse(RefusalReason::kBadDigest, slot.error());
    uint64_t slot_duration_ms = slot_duration_ms_.value_or(0);
    if (!slot_duration_ms_) {
        slot_duration_ms = TRY(chain::ask_at_parent(ancestry, runtime_api::aura::kSlotDuration));
    }
    const auto* seal = std::get_if<primitives::digest::Seal>(&what.header.digest.back());
    if (seal == nullptr) return refuse(RefusalReason::kBadSeal, "it has no seal");
    if (seal->engine != primitives::kAuraEngine) return refuse(RefusalReason::kBadSeal, "its seal is not of Aura");

    TRY_ASSIGN(const auto authorities, chain::ask_at_parent(ancestry, runtime_api::aura::kAuthorities));
    if (authorities.empty()) {
        return Err(ChainError{ChainError::Kind::kRuntime,
                              std::string(runtime_api::aura::kAuthorities.name) + " returns no keys"});
    }
    const uint64_t index = *slot % authorities.size();
    if (!verify(keys_, seal->data, primitives::unsealed_hash(what.header), authorities[index])) {
        return refuse(RefusalReason::kBadSeal, "its seal is not the signature of authority " + std::to_string(index) +
                                                   ", whose turn slot " + std::to_string(*slot) + " is");
    }
    // After the seal: anybody can write a header of the future.
    if (now_ms_ && slot_duration_ms != 0 && *slot > now_ms_() / slot_duration_ms + 1) {
        return refuse(RefusalReason::kSlotInFuture,
                      "its slot " + std::to_string(*slot) + " is in the future, by the clock of this machine");
    }
    // A chain without a clock runs by its slots.
    const uint64_t time_ms = now_ms_ ? now_ms_() : *slot * slot_duration_ms;
    const chain::InherentData inherents = {{chain::kTimestampInherent, scale::encode(time_ms)},
                                           {chain::kAuraInherent, scale::encode(*slot)}};
    return HeaderVerdict{.inherents = scale::encode(inherents)};
}

}  // namespace serinus::consensus::aura
