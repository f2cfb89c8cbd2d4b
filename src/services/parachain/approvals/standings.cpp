// The part of approvals/ that tells people what finality waits for.
#include "base/hex.hpp"
#include "platform/log.hpp"
#include "services/parachain/approvals/approvals.hpp"

namespace serinus::services::paras {
namespace {

constexpr const char* kStandingsLog = "parachain::approval-voting";

/// "1, 5, 9"
std::string list_text(const std::vector<uint32_t>& numbers) {
    std::string out;
    for (const uint32_t one : numbers) out += (out.empty() ? "" : ", ") + std::to_string(one);
    return out;
}

std::string standing_text(const CandidateHash& candidate, std::optional<uint32_t> para,
                          const ApprovalStanding& standing) {
    std::string out = "candidate " + to_hex_prefixed(candidate._0.bytes) +
                      (para ? " of parachain " + std::to_string(*para) : "") + " has " +
                      std::to_string(standing.approved) + " votes of " + std::to_string(standing.assigned) +
                      " validators that announced a check";
    if (!standing.no_shows.empty()) out += ", no votes in time of validators " + list_text(standing.no_shows);
    return out;
}

}  // namespace

std::map<CandidateHash, std::vector<ApprovalStanding>> Approvals::standings_up_to(const Hash256& leaf) const {
    std::map<CandidateHash, std::vector<ApprovalStanding>> out;
    const auto described = voting_.describe(leaf, finalized_.number);
    // The lowest are what finality waits for.
    for (const auto& block : std::span(described).first(std::min(described.size(), kStandingBlocks))) {
        for (const CandidateHash& candidate : block.candidates) {
            const auto status = voting_.status_of(block.hash, candidate, now());
            if (!status) continue;
            ApprovalStanding standing{.block = block.hash,
                                      .number = block.number,
                                      .assigned = status->assigned,
                                      .approved = status->approved,
                                      .is_approved = status->is_approved,
                                      .no_shows = {}};
            for (const ValidatorIndex validator : status->no_shows) standing.no_shows.push_back(validator._0);
            out[candidate].push_back(std::move(standing));
        }
    }
    return out;
}

void Approvals::report_standings() {
    std::map<CandidateHash, std::vector<ApprovalStanding>> standings;
    const std::pair<const Hash256, BlockNumber>* best = nullptr;
    for (const auto& leaf : leaves_) {
        if (best == nullptr || leaf.second > best->second) best = &leaf;
        for (auto& [candidate, of_leaf] : standings_up_to(leaf.first)) {
            for (ApprovalStanding& one : of_leaf) {
                auto& all = standings[candidate];
                const bool is_known = std::ranges::find(all, one.block, &ApprovalStanding::block) != all.end();
                if (!is_known) all.push_back(std::move(one));
            }
        }
    }
    environment_.timelines.set_approvals(std::move(standings));
    if (best == nullptr || best->second < reached_on(best->first) + kLagBlocks) return;
    const uint64_t now_ms = environment_.scheduler.now_ms();
    if (warned_at_ms_ && now_ms < *warned_at_ms_ + kLagWarningMs) return;
    const std::string text = lag_text(best->first, best->second);
    if (text.empty()) return;
    warned_at_ms_ = now_ms;
    log::warn(kStandingsLog, text);
}

/// Of the lowest block that waits: as long as it does, so do all above it.
std::string Approvals::lag_text(const Hash256& leaf, BlockNumber number) const {
    constexpr size_t kNamed = 3;
    const BlockNumber reached = reached_on(leaf);
    std::string out;
    size_t named = 0, others = 0;
    for (const auto& [candidate, standings] : standings_up_to(leaf)) {
        for (const ApprovalStanding& standing : standings) {
            if (standing.is_approved || standing.number != reached + 1) continue;
            if (named == kNamed) {
                ++others;
                continue;
            }
            ++named;
            const auto timeline = environment_.timelines.find(candidate);
            out += "; " + standing_text(candidate, timeline ? timeline->para : std::nullopt, standing);
            if (!timeline || timeline->entries.empty()) continue;
            const auto& last = timeline->entries.back();
            out += " (at this node last: " + std::string(to_string(last.step)) +
                   (last.detail.empty() ? "" : ", " + last.detail) + ")";
        }
    }
    const std::string begin = "Block #" + std::to_string(reached + 1) + " of " + std::to_string(number);
    const auto approved = voting_.approved_ancestor(leaf, finalized_.number);
    if (approved && approved->number > reached) {
        return begin + " has a candidate that is disputed: nothing above it can be final until the dispute ends";
    }
    if (named == 0) return {};
    return begin + " is not approved, and nothing above it can be final" + out +
           (others > 0 ? "; and " + std::to_string(others) + " others" : "");
}

}  // namespace serinus::services::paras
