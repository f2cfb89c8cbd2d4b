#include "services/parachain/timelines/methods.hpp"

#include "rpc/methods/values.hpp"

namespace serinus::services::paras {
namespace {

namespace json = boost::json;
using parachain::CandidateHash;

constexpr uint64_t kMaxListed = 256;

rpc::Json timeline_json(const CandidateTimeline& timeline) {
    json::array entries, places, approvals;
    for (const auto& entry : timeline.entries) {
        entries.push_back(
            json::object{{"at", entry.unix_ms}, {"step", to_string(entry.step)}, {"detail", entry.detail}});
    }
    for (const auto& place : timeline.places) {
        places.push_back(
            json::object{{"block", rpc::hex(place.block)}, {"number", place.number}, {"core", place.core}});
    }
    for (const ApprovalStanding& standing : timeline.approvals) {
        approvals.push_back(json::object{{"block", rpc::hex(standing.block)},
                                         {"number", standing.number},
                                         {"assigned", standing.assigned},
                                         {"approved", standing.approved},
                                         {"isApproved", standing.is_approved},
                                         {"noShows", json::array(standing.no_shows.begin(), standing.no_shows.end())}});
    }
    return json::object{{"candidate", rpc::hex(timeline.candidate._0)},
                        {"para", timeline.para ? rpc::Json(*timeline.para) : rpc::Json()},
                        {"relayParent", timeline.relay_parent ? rpc::hex(*timeline.relay_parent) : rpc::Json()},
                        {"places", std::move(places)},
                        {"entries", std::move(entries)},
                        {"approvals", std::move(approvals)}};
}

rpc::RpcResult para_why(const Timelines& timelines, const rpc::Params& params) {
    TRY_ASSIGN(const Hash256 hash, params.hash(0, "candidate or block"));
    TRY_ASSIGN(const auto core, params.optional_number(1, "core", UINT32_MAX));
    std::vector<CandidateHash> candidates = {CandidateHash{hash}};
    if (core) candidates = timelines.find_at(hash, static_cast<uint32_t>(*core));
    json::array out;
    for (const CandidateHash& candidate : candidates) {
        if (const auto timeline = timelines.find(candidate)) out.push_back(timeline_json(*timeline));
    }
    return out;
}

rpc::RpcResult para_candidates(const Timelines& timelines, const rpc::Params& params) {
    TRY_ASSIGN(const auto count, params.optional_number(0, "count", kMaxListed));
    constexpr uint64_t kListed = 32;
    json::array out;
    for (const CandidateTimeline& timeline : timelines.latest(count.value_or(kListed))) {
        out.push_back(timeline_json(timeline));
    }
    return out;
}

}  // namespace

void add_timeline_methods(rpc::Registry& registry, const Timelines& timelines) {
    registry.method("serinus_paraWhy", {.cost = rpc::Cost::kLight, .parameters = {"candidate", "core"}},
                    [&timelines](const rpc::Call& call) { return para_why(timelines, call.params); });
    registry.method("serinus_paraCandidates", {.cost = rpc::Cost::kLight, .parameters = {"count"}},
                    [&timelines](const rpc::Call& call) { return para_candidates(timelines, call.params); });
}

}  // namespace serinus::services::paras
