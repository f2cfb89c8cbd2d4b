#include "services/parachain/disputes/methods.hpp"

#include "parachain/disputes/stored_disputes.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::services::paras {
namespace {

namespace json = boost::json;
namespace host = runtime_api::parachain_host;
using parachain::CandidateVotes;
using parachain::DisputeStatus;
using parachain::ValidVoteKind;

/// Those of the last sessions: more are not shown.
constexpr size_t kMaxShownDisputes = 1000;

rpc::RpcError call_failed(const executor::CallError& error) {
    return {.code = rpc::error_codes::kInternal, .message = error.reason};
}

json::array indices_in(const parachain::Bits& bits) {
    json::array out;
    for (size_t i = 0; i < bits.size(); ++i) {
        if (bits[i]) out.emplace_back(i);
    }
    return out;
}

rpc::RpcResult disputes_on_chain(runtime_api::BlockCalls& calls, const Hash256& block) {
    const auto known = calls.ask(block, host::kDisputes);
    if (!known) return Err(call_failed(known.error()));
    json::array out;
    for (const auto& [session, candidate, state] : *known) {
        out.push_back(json::object{{"session", session},
                                   {"candidate", rpc::hex(candidate._0)},
                                   {"start", state.start},
                                   {"concludedAt", state.concluded_at ? rpc::Json(*state.concluded_at) : rpc::Json()},
                                   {"valid", indices_in(state.validators_for)},
                                   {"invalid", indices_in(state.validators_against)}});
    }
    return out;
}

/// Empty where the runtime cannot say.
json::array disabled_on_chain(runtime_api::BlockCalls& calls, const Hash256& block) {
    json::array out;
    if (const auto known = calls.ask(block, host::kDisabledValidators)) {
        for (const auto validator : *known) out.emplace_back(validator._0);
    }
    return out;
}

const char* kind_text(host::OffenceKind kind) {
    switch (kind) {
        case host::OffenceKind::kForInvalidBacked:
            return "backed what is invalid";
        case host::OffenceKind::kAgainstValid:
            return "disputed what is valid";
        case host::OffenceKind::kForInvalidApproved:
            return "approved what is invalid";
    }
    return "";
}

json::array slashes_on_chain(runtime_api::BlockCalls& calls, const Hash256& block) {
    auto known = calls.ask(block, host::kUnappliedSlashesV2);
    if (!known) known = calls.ask(block, host::kUnappliedSlashes);
    json::array out;
    if (!known) return out;
    for (const auto& [session, candidate, pending] : *known) {
        json::array validators;
        for (const auto& [validator, key] : pending.keys) {
            validators.push_back(json::object{{"validator", validator._0}, {"key", rpc::hex(key._0._0)}});
        }
        out.push_back(json::object{{"session", session},
                                   {"candidate", rpc::hex(candidate._0)},
                                   {"offence", kind_text(pending.kind)},
                                   {"validators", std::move(validators)}});
    }
    return out;
}

const char* stage_text(DisputeStatus::Stage stage) {
    switch (stage) {
        case DisputeStatus::Stage::kActive:
            return "begun by few";
        case DisputeStatus::Stage::kConfirmed:
            return "confirmed";
        case DisputeStatus::Stage::kConcludedFor:
            return "valid";
        case DisputeStatus::Stage::kConcludedAgainst:
            return "invalid";
    }
    return "";
}

const char* vote_text(const ValidVoteKind& kind) {
    if (std::holds_alternative<ValidVoteKind::BackingSeconded>(kind.v)) return "seconded";
    if (std::holds_alternative<ValidVoteKind::BackingValid>(kind.v)) return "backed";
    return std::holds_alternative<ValidVoteKind::Explicit>(kind.v) ? "voted" : "approved";
}

void add_votes(const CandidateVotes& votes, json::object& out) {
    json::array valid, invalid;
    for (const auto& [validator, vote] : votes.valid) {
        valid.push_back(json::object{{"validator", validator._0}, {"vote", vote_text(vote.first)}});
    }
    for (const auto& [validator, vote] : votes.invalid) {
        invalid.push_back(json::object{{"validator", validator._0}, {"vote", "voted"}});
    }
    out["para"] = votes.receipt.descriptor.para_id._0;
    out["relayParent"] = rpc::hex(votes.receipt.descriptor.relay_parent);
    out["valid"] = std::move(valid);
    out["invalid"] = std::move(invalid);
}

/// The newest sessions first.
rpc::RpcResult disputes_here(const DisputeRecords& records) {
    const auto stored = records.load();
    if (!stored) return Err(rpc::RpcError{.code = rpc::error_codes::kInternal, .message = stored.error()});
    json::array out;
    for (auto record = stored->rbegin(); record != stored->rend(); ++record) {
        const auto known = parachain::read_dispute(record->first, record->second);
        if (!known) continue;
        if (out.size() == kMaxShownDisputes) break;
        const auto& [dispute, state] = *known;
        const uint64_t concluded_at = state.status.concluded_at_s;
        json::object one{{"session", dispute.first},
                         {"candidate", rpc::hex(dispute.second._0)},
                         {"stage", stage_text(state.status.stage)},
                         {"concludedAt", concluded_at == 0 ? rpc::Json() : rpc::Json(concluded_at * 1000)}};
        const auto stored_votes = records.find_under(parachain::votes_key(dispute));
        if (!stored_votes)
            return Err(rpc::RpcError{.code = rpc::error_codes::kInternal, .message = stored_votes.error()});
        const auto votes = parachain::read_votes(dispute, *stored_votes);
        if (votes && *votes) add_votes(**votes, one);
        out.push_back(std::move(one));
    }
    return out;
}

rpc::RpcResult show_disputes(const DisputeSources& sources, const rpc::Params& params) {
    TRY_ASSIGN(const auto given, params.optional_hash(0, "block"));
    const Hash256 block = given ? *given : sources.best();
    TRY_ASSIGN(rpc::Json on_chain, disputes_on_chain(sources.calls, block));
    TRY_ASSIGN(rpc::Json here, disputes_here(sources.records));
    return json::object{{"block", rpc::hex(block)},
                        {"onChain", std::move(on_chain)},
                        {"disabled", disabled_on_chain(sources.calls, block)},
                        {"slashes", slashes_on_chain(sources.calls, block)},
                        {"here", std::move(here)}};
}

}  // namespace

void add_dispute_methods(rpc::Registry& registry, DisputeSources sources) {
    registry.method(
        "serinus_disputes", {.cost = rpc::Cost::kHeavy, .parameters = {"block"}},
        [sources = std::move(sources)](const rpc::Call& call) { return show_disputes(sources, call.params); });
}

}  // namespace serinus::services::paras
