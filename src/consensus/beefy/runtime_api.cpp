#include "consensus/beefy/runtime_api.hpp"

#include "executor/offchain.hpp"
#include "runtime_api/block_calls.hpp"

namespace serinus::consensus::beefy {
namespace {

using chain::ChainError;

namespace api = runtime_api::beefy;

template <class T>
std::optional<T> ask(chain::Client& client, const Hash256& block, const runtime_api::Call<std::optional<T>()>& call) {
    auto value = client.calls().ask(block, call);
    return value ? *std::move(value) : std::nullopt;
}

ChainError call_failed(std::string_view name, const executor::CallError& error) {
    return {ChainError::Kind::kRuntime, std::string(name) + ": " + error.reason};
}

}  // namespace

std::optional<BlockNumber> find_pallet_genesis(chain::Client& client, const Hash256& block) {
    return ask(client, block, api::kGenesis);
}

std::optional<ValidatorSet> find_validator_set(chain::Client& client, const Hash256& block) {
    auto set = ask(client, block, api::kValidatorSet);
    return set && !set->validators.empty() ? std::move(set) : std::nullopt;
}

OrFailure<ReportOutcome> report_equivocation(
    chain::Client& client, const EquivocationProof& proof,
    const std::function<bool(const primitives::Extrinsic&)>& submit_transaction) {
    const Commitment& commitment = proof.first.commitment;
    TRY_ASSIGN(const auto at, client.find_hash(commitment.block_number));
    if (!at) return ReportOutcome::kNoOwnershipProof;

    executor::OffchainServices offchain;
    bool is_submitted = false;
    offchain.submit_transaction = [&](BytesView encoded) {
        // Runtimes hand it over as it stands in a body: with its length. Spec: sect-ext-offchain-submit-transaction
        const auto extrinsic = scale::decode<primitives::Extrinsic>(encoded);
        is_submitted = extrinsic && submit_transaction(*extrinsic);
        return is_submitted;
    };
    const executor::CallContext context{.offchain = &offchain};
    const auto owner = client.calls().execute(*at, api::kGenerateKeyOwnershipProof, context,
                                              commitment.validator_set_id, proof.first.id);
    if (!owner) return Err(call_failed(api::kGenerateKeyOwnershipProof.name, owner.error()));
    if (!*owner) return ReportOutcome::kNoOwnershipProof;
    const auto submit = [&](const auto& call) {
        return client.calls().execute(client.best().hash, call, context, proof, **owner);
    };
    const auto& newer = api::kSubmitDoubleVoting<EquivocationProof>;
    const auto& older = api::kSubmitEquivocation<EquivocationProof>;
    auto is_accepted = submit(newer);
    const bool is_unknown = !is_accepted && is_accepted.error().kind == executor::CallError::Kind::kNoSuchMethod;
    if (is_unknown) is_accepted = submit(older);
    if (!is_accepted) return Err(call_failed(is_unknown ? older.name : newer.name, is_accepted.error()));
    return *is_accepted && is_submitted ? ReportOutcome::kSubmitted : ReportOutcome::kNotSubmitted;
}

}  // namespace serinus::consensus::beefy
