#include "consensus/changing_engine.hpp"

#include <algorithm>

#include "chain/import/refusal_reason.hpp"
#include "codec/scale.hpp"
#include "consensus/babe/epoch.hpp"
#include "runtime_api/aura.hpp"

namespace serinus::consensus {

using chain::ChainError;
using chain::HeaderVerdict;
using primitives::EngineId;

namespace {

/// The first of our engines in the pre-runtime digests.
std::optional<EngineId> engine_of(const primitives::Header& header) {
    for (const auto& item : header.digest) {
        const auto* pre = std::get_if<primitives::digest::PreRuntime>(&item);
        if (pre == nullptr) continue;
        if (pre->engine == primitives::kBabeEngine || pre->engine == primitives::kAuraEngine) return pre->engine;
    }
    return std::nullopt;
}

bool updates_runtime(const primitives::Header& header) {
    using Updated = primitives::digest::RuntimeEnvironmentUpdated;
    return std::ranges::any_of(header.digest, [](const auto& item) { return std::holds_alternative<Updated>(item); });
}

/// What the record of an Aura block says: the weight of the chain at the change, which all its descendants have, so
/// that the branch with the change is not behind the one without.
uint64_t weight_before(const chain::HeaderToCheck& what) {
    if (engine_of(what.parent) == primitives::kAuraEngine) {
        return scale::decode<uint64_t>(what.parent_record).value_or(0);
    }
    const auto record = scale::decode<babe::EpochRecord>(what.parent_record);
    return record ? record->primary_blocks : 0;
}

}  // namespace

Result<HeaderVerdict, ChainError> ChangingEngine::check(const chain::HeaderToCheck& what, chain::Ancestry& ancestry) {
    TRY_ASSIGN(auto verdict, begin(what, ancestry));
    if (verdict.good()) verdict.finish();
    return verdict;
}

Result<HeaderVerdict, ChainError> ChangingEngine::begin(const chain::HeaderToCheck& what, chain::Ancestry& ancestry) {
    const EngineId engine = engine_of(what.header).value_or(first_engine_);
    const bool after_genesis = what.parent.number == 0u;
    const EngineId parent_engine = after_genesis ? first_engine_ : engine_of(what.parent).value_or(first_engine_);
    if (engine != parent_engine || (!after_genesis && updates_runtime(what.parent))) {
        const std::string_view api = engine == primitives::kAuraEngine ? runtime_api::aura::kAuthorities.api()
                                                                       : runtime_api::babe::kConfiguration.api();
        const bool is_ours = engine == primitives::kAuraEngine || engine == primitives::kBabeEngine;
        if (is_ours && !TRY(ancestry.parent_has_api(api))) {
            return HeaderVerdict{.refusal = chain::Refusal{chain::RefusalReason::kBadDigest,
                                                           "the runtime of its parent has no " + std::string(api)}};
        }
    }
    if (engine == first_engine_) return first_->begin(what, ancestry);
    if (engine == primitives::kAuraEngine) return begin_aura(what, ancestry);
    return HeaderVerdict{
        .refusal = chain::Refusal{chain::RefusalReason::kUnknownEngine,
                                  "this program cannot follow a chain that changes to BABE after its genesis"}};
}

Result<HeaderVerdict, ChainError> ChangingEngine::begin_aura(const chain::HeaderToCheck& what,
                                                             chain::Ancestry& ancestry) {
    TRY_ASSIGN(auto verdict, aura_->begin(what, ancestry));
    verdict.weight = weight_before(what);
    verdict.record = scale::encode(verdict.weight);
    return verdict;
}

Result<chain::HeaderVerifier::BaseRecord, ChainError> ChangingEngine::record_of_base(const primitives::Header& header,
                                                                                     const CallRuntime& call) {
    const bool is_aura = engine_of(header) == primitives::kAuraEngine;
    return is_aura ? aura_->record_of_base(header, call) : first_->record_of_base(header, call);
}

}  // namespace serinus::consensus
