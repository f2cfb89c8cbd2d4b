/// How far validators trust collators: a score for each peer and para.
/// Observed: polkadot-collator-protocol 36.0.0, the side of validators that is the default on Kusama.
///
/// - A candidate that a final block includes and that names its collator's peer (`ApprovedPeer`) adds one. So weeks of
///   good work make a high score.
/// - A collation that does not come, comes late or is another one costs a sixth of the highest score; an invalid one
///   costs half of it.
/// - Of each para so many scores are kept; those that are low and old go first.
#pragma once

#include <map>
#include <set>
#include <span>

#include "libp2p/wire/peer_id.hpp"
#include "parachain/wire/node_types.hpp"
#include "primitives/parachain/ump_signals.hpp"

namespace serinus::parachain {

using network::wire::PeerId;
using Score = uint16_t;
using WallMilliseconds = uint64_t;

inline constexpr Score kMaxScore = 0xffff;
inline constexpr Score kIncludedBump = 1;
inline constexpr Score kFailedFetchSlash = kMaxScore / 6;
inline constexpr Score kInvalidCollationSlash = kMaxScore / 2;
/// From this score on a collation is fetched at once.
inline constexpr Score kInstantFetchScore = 1;
/// What others wait for after their scheduling parent has become known, unless nobody of the para has more.
inline constexpr WallMilliseconds kMaxFetchDelay = 300;
inline constexpr size_t kMaxScoresPerPara = 1000;
/// How many final blocks are looked at for scores at most, when the node starts or finality leaps.
inline constexpr BlockNumber kMaxScoredBlocks = 20;

constexpr WallMilliseconds fetch_delay(Score score, Score highest_of_para) noexcept {
    return score >= kInstantFetchScore || score >= highest_of_para ? 0 : kMaxFetchDelay;
}

using ScoreBumps = std::map<ParaId, std::map<PeerId, Score>>;

/// Adds what candidates bring that a final block has included. They are those that were pending at the block's parent,
/// for only these have commitments.
void add_bumps(const std::set<CandidateHash>& included, std::span<const CommittedCandidateReceipt> pending,
               ScoreBumps& out);

class CollatorScores {
  public:
    struct Entry {
        Score score{};
        WallMilliseconds bumped_at{};
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    /// The peer's score of the para is another one now.
    struct Change {
        ParaId para;
        PeerId peer;
        Score score;
        friend bool operator==(const Change&, const Change&) = default;
    };
    using OfPara = std::map<PeerId, Entry>;

    explicit CollatorScores(size_t limit_per_para = kMaxScoresPerPara) : limit_per_para_(limit_per_para) {}

    Score find(ParaId para, const PeerId& peer) const;
    Score highest(ParaId para) const;
    /// The block up to which scores have been counted.
    std::optional<BlockNumber> counted_to() const noexcept { return counted_to_; }

    /// Bumps of all final blocks up to `number` that have not been counted. Nothing happens if it has been.
    std::vector<Change> on_finalized(BlockNumber number, const ScoreBumps& bumps, WallMilliseconds now);
    Change slash(ParaId para, const PeerId& peer, Score by);
    void retain(const std::set<ParaId>& registered);

    /// For the disk. Restoring drops what exceeds the limit.
    const std::map<ParaId, OfPara>& all() const noexcept { return scores_; }
    void restore(std::optional<BlockNumber> counted_to, std::map<ParaId, OfPara> scores, WallMilliseconds now);

  private:
    void limit(ParaId para, OfPara& scores, WallMilliseconds now, std::vector<Change>& out) const;

    size_t limit_per_para_;
    std::map<ParaId, OfPara> scores_;
    std::optional<BlockNumber> counted_to_;
};

/// The scores as one value for the store, in SCALE.
Bytes encode_scores(const CollatorScores& scores);
/// Takes over what was stored. False, and nothing happens, for what does not decode.
bool restore_scores(BytesView stored, WallMilliseconds now, CollatorScores& scores);

}  // namespace serinus::parachain
