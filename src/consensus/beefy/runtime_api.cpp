#include "consensus/beefy/runtime_api.hpp"

#include "executor/offchain.hpp"

namespace serinus::consensus::beefy {
namespace {

using chain::ChainError;

constexpr const char* kOwnerMethod = "BeefyApi_generate_key_ownership_proof";
constexpr const char* kReportMethod = "BeefyApi_submit_report_equivocation_unsigned_extrinsic";

template <class T>
std::optional<T> ask(chain::Client& client, const Hash256& block, const char* method) {
    const auto version = client.api_version(block, "BeefyApi");
    if (!version || !*version) return std::nullopt;
    const auto answer = client.call(block, method, {});
    if (!answer) return std::nullopt;
    auto value = scale::decode<std::optional<T>>(*answer);
    return value ? *std::move(value) : std::nullopt;
}

template <class T>
OrFailure<T> call_runtime(chain::Client& client, const Hash256& block, const char* method, const Bytes& arguments,
                          const executor::CallContext& context) {
    const auto answer = client.call(block, method, arguments, context);
    if (!answer) return Err(ChainError{ChainError::Kind::kRuntime, std::string(method) + ": " + answer.error().reason});
    auto value = scale::decode<T>(*answer);
    if (!value) {
        return Err(ChainError{ChainError::Kind::kRuntime, std::string(method) + " returns what cannot be decoded"});
    }
    return *std::move(value);
}

}  // namespace

std::optional<BlockNumber> find_pallet_genesis(chain::Client& client, const Hash256& block) {
    return ask<BlockNumber>(client, block, "BeefyApi_beefy_genesis");
}

std::optional<ValidatorSet> find_validator_set(chain::Client& client, const Hash256& block) {
    auto set = ask<ValidatorSet>(client, block, "BeefyApi_validator_set");
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
    const Bytes owner_arguments = concat(scale::encode(commitment.validator_set_id), proof.first.id.bytes);
    TRY_ASSIGN(const auto owner,
               call_runtime<std::optional<Bytes>>(client, *at, kOwnerMethod, owner_arguments, context));
    if (!owner) return ReportOutcome::kNoOwnershipProof;
    const Bytes report_arguments = concat(scale::encode(proof), scale::encode(*owner));
    TRY_ASSIGN(const auto is_accepted, call_runtime<std::optional<scale::Unit>>(
                                           client, client.best().hash, kReportMethod, report_arguments, context));
    return is_accepted && is_submitted ? ReportOutcome::kSubmitted : ReportOutcome::kNotSubmitted;
}

}  // namespace serinus::consensus::beefy
