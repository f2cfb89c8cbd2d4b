#include "parachain/disputes/slashing_reports.hpp"

namespace serinus::parachain {

void SlashingReports::on_leaf(const Leaf& leaf, Effects& out) {
    leaf_ = leaf.hash;
    leaf_number_ = leaf.number;
    std::deque<Hash256>& of_session = blocks_in_session_[leaf.session];
    of_session.push_front(leaf.hash);
    if (of_session.size() > kLeavesOfSession) of_session.pop_back();
    while (blocks_in_session_.size() > kWindow) blocks_in_session_.erase(blocks_in_session_.begin());

    std::set<Id> unapplied;
    for (const auto& [session, candidate, pending] : leaf.slashes) {
        for (const auto& [index, validator] : pending.keys) {
            const Proof proof{session, candidate, pending.kind, index, validator};
            const Id id = id_of(proof);
            unapplied.insert(id);
            const auto made = made_.find(id);
            const bool is_made = made != made_.end() && leaf.number < saturating_add(made->second, kAgainAfter);
            if (is_made || queued_.contains(id) || waiting_.size() >= kMaxWaiting) continue;
            Report report{proof, {}};
            if (const auto known = blocks_in_session_.find(session); known != blocks_in_session_.end()) {
                report.blocks.assign(known->second.begin(), known->second.end());
            }
            if (const auto blocks = leaf.included_in.find(candidate); blocks != leaf.included_in.end()) {
                report.blocks.insert(report.blocks.end(), blocks->second.begin(), blocks->second.end());
            }
            report.blocks.resize(std::min(report.blocks.size(), kMaxBlocks));
            queued_.insert(id);
            waiting_.push_back(std::move(report));
        }
    }
    std::erase_if(made_, [&](const auto& made) { return !unapplied.contains(made.first); });
    if (step_ == Step::kIdle) begin_next(out);
}

void SlashingReports::begin_next(Effects& out) {
    while (!waiting_.empty()) {
        const Report& report = waiting_.front();
        if (!report.blocks.empty()) {
            step_ = Step::kAsk;
            out.push_back({SlashingReportEffect::AskOwnership{report.blocks.front(), report.proof.validator}});
            return;
        }
        out.push_back({SlashingReportEffect::NoProof{report.proof}});
        queued_.erase(id_of(report.proof));
        waiting_.pop_front();
    }
    step_ = Step::kIdle;
}

void SlashingReports::end_current(Effects& out) {
    queued_.erase(id_of(waiting_.front().proof));
    waiting_.pop_front();
    begin_next(out);
}

void SlashingReports::on_ownership(std::optional<Bytes> proof, Effects& out) {
    if (step_ != Step::kAsk) return;
    Report& report = waiting_.front();
    if (!proof) {
        report.blocks.erase(report.blocks.begin());
        return begin_next(out);
    }
    step_ = Step::kSubmit;
    out.push_back({SlashingReportEffect::Submit{leaf_, report.proof, std::move(*proof)}});
}

void SlashingReports::on_submitted(bool is_accepted, Effects& out) {
    if (step_ != Step::kSubmit) return;
    if (is_accepted) made_[id_of(waiting_.front().proof)] = leaf_number_;
    end_current(out);
}

}  // namespace serinus::parachain
