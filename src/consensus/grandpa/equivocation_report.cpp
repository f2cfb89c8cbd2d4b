#include "consensus/grandpa/equivocation_report.hpp"

#include "executor/offchain.hpp"

namespace serinus::consensus::grandpa {
namespace {

constexpr const char* kProofMethod = "GrandpaApi_generate_key_ownership_proof";
constexpr const char* kSubmitMethod = "GrandpaApi_submit_report_equivocation_unsigned_extrinsic";

template <class T>
OrFailure<T> call(chain::Client& client, const Hash256& block, const char* method, const Bytes& arguments,
                  const executor::CallContext& context) {
    using chain::ChainError;
    const auto answer = client.call(block, method, arguments, context);
    if (!answer) return Err(ChainError{ChainError::Kind::kRuntime, std::string(method) + ": " + answer.error().reason});
    auto value = scale::decode<T>(*answer);
    if (!value) {
        return Err(ChainError{ChainError::Kind::kRuntime, std::string(method) + " returns what cannot be decoded"});
    }
    return *std::move(value);
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
    TRY_ASSIGN(const auto owner,
               call<std::optional<Bytes>>(client, last_of_set, kProofMethod,
                                          concat(scale::encode(proof.set_id), proof.votes.identity.bytes), context));
    if (!owner) return ReportOutcome::kNoOwnershipProof;
    TRY_ASSIGN(const auto is_accepted,
               call<std::optional<scale::Unit>>(client, best.hash, kSubmitMethod,
                                                concat(scale::encode(proof), scale::encode(*owner)), context));
    return is_accepted && is_submitted ? ReportOutcome::kSubmitted : ReportOutcome::kNotSubmitted;
}

}  // namespace serinus::consensus::grandpa
