#include "parachain/collation/collator_scores.hpp"

namespace serinus::parachain {
namespace {

constexpr Score sum(Score a, Score b) noexcept {
    return static_cast<Score>(std::min<uint32_t>(uint32_t{a} + b, kMaxScore));
}

/// What goes first: the least score for its age, then the least score.
bool goes_before(const CollatorScores::Entry& a, const CollatorScores::Entry& b, WallMilliseconds now) noexcept {
    const auto age = [now](const auto& entry) { return now - std::min(now, entry.bumped_at); };
    const WallMilliseconds age_a = age(a);
    const WallMilliseconds age_b = age(b);
    // Without an age it is as good as any.
    if ((age_a == 0) != (age_b == 0)) return age_b == 0;
    if (age_a != 0) {
        using Wide = unsigned __int128;
        const Wide left = Wide{a.score} * age_b;
        const Wide right = Wide{b.score} * age_a;
        if (left != right) return left < right;
    }
    return a.score < b.score;
}

}  // namespace

void add_bumps(const std::set<CandidateHash>& included, std::span<const CommittedCandidateReceipt> pending,
               ScoreBumps& out) {
    namespace v9 = polkadot_primitives::v9;
    for (const auto& candidate : pending) {
        if (v9::version_of(candidate.descriptor).is_v1() || !included.contains(candidate.hash())) continue;
        const auto signals = v9::ump_signals(candidate.commitments);
        if (!signals || !signals->approved_peer) continue;
        const auto peer = PeerId::from_bytes(signals->approved_peer->peer_id);
        if (!peer) continue;
        Score& score = out[candidate.descriptor.para_id][*peer];
        score = sum(score, kIncludedBump);
    }
}

Score CollatorScores::find(ParaId para, const PeerId& peer) const {
    const auto of_para = scores_.find(para);
    if (of_para == scores_.end()) return 0;
    const auto entry = of_para->second.find(peer);
    return entry == of_para->second.end() ? Score{0} : entry->second.score;
}

Score CollatorScores::highest(ParaId para) const {
    Score out = 0;
    if (const auto of_para = scores_.find(para); of_para != scores_.end()) {
        for (const auto& [peer, entry] : of_para->second) out = std::max(out, entry.score);
    }
    return out;
}

std::vector<CollatorScores::Change> CollatorScores::on_finalized(BlockNumber number, const ScoreBumps& bumps,
                                                                 WallMilliseconds now) {
    std::vector<Change> out;
    if (counted_to_.value_or(0) >= number) return out;
    counted_to_ = number;
    for (const auto& [para, peers] : bumps) {
        for (const auto& [peer, bump] : peers) {
            if (bump == 0) continue;
            Entry& entry = scores_[para][peer];
            entry = {sum(entry.score, bump), now};
            out.push_back({para, peer, entry.score});
        }
        if (const auto of_para = scores_.find(para); of_para != scores_.end()) limit(para, of_para->second, now, out);
    }
    return out;
}

CollatorScores::Change CollatorScores::slash(ParaId para, const PeerId& peer, Score by) {
    Change out{para, peer, 0};
    const auto of_para = scores_.find(para);
    if (of_para == scores_.end()) return out;
    const auto entry = of_para->second.find(peer);
    if (entry == of_para->second.end()) return out;
    if (entry->second.score > by) {
        entry->second.score = static_cast<Score>(entry->second.score - by);
        out.score = entry->second.score;
        return out;
    }
    of_para->second.erase(entry);
    if (of_para->second.empty()) scores_.erase(of_para);
    return out;
}

void CollatorScores::retain(const std::set<ParaId>& registered) {
    std::erase_if(scores_, [&](const auto& of_para) { return !registered.contains(of_para.first); });
}

void CollatorScores::restore(std::optional<BlockNumber> counted_to, std::map<ParaId, OfPara> scores,
                             WallMilliseconds now) {
    counted_to_ = counted_to;
    scores_ = std::move(scores);
    std::vector<Change> dropped;
    for (auto& [para, of_para] : scores_) {
        std::erase_if(of_para, [](const auto& entry) { return entry.second.score == 0; });
        limit(para, of_para, now, dropped);
    }
    std::erase_if(scores_, [](const auto& of_para) { return of_para.second.empty(); });
}

void CollatorScores::limit(ParaId para, OfPara& scores, WallMilliseconds now, std::vector<Change>& out) const {
    while (scores.size() > limit_per_para_) {
        const auto first = std::min_element(scores.begin(), scores.end(), [now](const auto& a, const auto& b) {
            return goes_before(a.second, b.second, now);
        });
        out.push_back({para, first->first, 0});
        scores.erase(first);
    }
}

namespace {

struct StoredScores {
    struct Entry {
        ParaId para;
        Bytes peer;
        Score score{};
        WallMilliseconds bumped_at{};
    };
    std::optional<BlockNumber> counted_to;
    std::vector<Entry> entries;
};

}  // namespace

Bytes encode_scores(const CollatorScores& scores) {
    StoredScores out{scores.counted_to(), {}};
    for (const auto& [para, of_para] : scores.all()) {
        for (const auto& [peer, entry] : of_para) {
            out.entries.push_back({para, to_bytes(peer.bytes()), entry.score, entry.bumped_at});
        }
    }
    return scale::encode(out);
}

bool restore_scores(BytesView stored, WallMilliseconds now, CollatorScores& scores) {
    const auto decoded = scale::decode<StoredScores>(stored);
    if (!decoded) return false;
    std::map<ParaId, CollatorScores::OfPara> all;
    for (const StoredScores::Entry& one : decoded.value().entries) {
        const auto peer = PeerId::from_bytes(one.peer);
        if (!peer) return false;
        all[one.para][*peer] = {one.score, one.bumped_at};
    }
    scores.restore(decoded.value().counted_to, std::move(all), now);
    return true;
}

}  // namespace serinus::parachain
