#include "consensus/grandpa/equivocation_report.hpp"

#include "executor/offchain.hpp"
#include "runtime_api/block_calls.hpp"

namespace serinus::consensus::grandpa {
namespace {

namespace api = runtime_api::grandpa;

chain::ChainError call_failed(std::string_view name, const executor::CallError& error) {
    return {chain::ChainError::Kind::kRuntime, std::string(name) + ": " + error.reason};
}

/// The runtime has the keys of the next set from the block on that signals the change.
OrFailure<Hash256> last_block_of_set(chain::Client& client, const AuthoritySet& set, const BlockId& best) {
    TRY_ASSIGN(const auto next, set.next_change(best.hash, is_above_in(client)));
    if (!next || next->number > best.number) return best.hash;
    TRY_ASSIGN(const auto header, client.find_header(next->hash));
    return header ? header->parent_hash : best.hash;
}

}  // namespace

OrFailure<ReportOutcome> report_equivocation(
    chain::Client& client, const AuthoritySet& set, const EquivocationProof& proof,
    const std::function<bool(const primitives::Extrinsic&)>& submit_transaction) {
    const BlockId best = client.best();
    TRY_ASSIGN(const Hash256 last_of_set, last_block_of_set(client, set, best));

    executor::OffchainServices offchain;
    bool is_submitted = false;
    offchain.submit_transaction = [&](BytesView encoded) {
        // Runtimes hand it over as it stands in a body: with its length. Spec: sect-ext-offchain-submit-transaction
        const auto extrinsic = scale::decode<primitives::Extrinsic>(encoded);
        is_submitted = extrinsic && submit_transaction(*extrinsic);
        return is_submitted;
    };
    const executor::CallContext context{.offchain = &offchain};
    const auto owner = client.calls().execute(last_of_set, api::kGenerateKeyOwnershipProof, context, proof.set_id,
                                              proof.votes.identity);
    if (!owner) return Err(call_failed(api::kGenerateKeyOwnershipProof.name, owner.error()));
    if (!*owner) return ReportOutcome::kNoOwnershipProof;
    const auto& submit = api::kSubmitReport<EquivocationProof>;
    const auto is_accepted = client.calls().execute(best.hash, submit, context, proof, **owner);
    if (!is_accepted) return Err(call_failed(submit.name, is_accepted.error()));
    return *is_accepted && is_submitted ? ReportOutcome::kSubmitted : ReportOutcome::kNotSubmitted;
}

}  // namespace serinus::consensus::grandpa
