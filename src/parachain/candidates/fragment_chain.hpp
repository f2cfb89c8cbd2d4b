/// The candidates of one para that may follow its head, at one leaf: a chain of backed ones, and beside it those that
/// may become a part of it.
/// Observed: polkadot-node-core-prospective-parachains 35.0.0, fragment_chain.
///
/// - The chain begins with the candidates that wait for their availability; behind them are backed ones, each built on
///   the one before, at most as many as the para has cores.
/// - Of two backed candidates with one parent that with the lower hash is in the chain, so a fork of a backed candidate
///   is of interest only if its hash is lower. A candidate that waits for its availability has no forks.
/// - Beside the chain candidates may form trees, be unconnected, and even form cycles; none of these get into the
/// chain.
/// - The caller limits how many candidates come in (claims of a core in the claim queue); kMaxUnconnected is a bound of
///   ours above that.
#pragma once

#include <vector>

#include "parachain/candidates/candidate_storage.hpp"

namespace serinus::parachain {

/// The blocks of the relay chain that may be scheduling parents at a leaf: itself and ancestors of its session.
class SchedulingScope {
  public:
    explicit SchedulingScope(const Hash256& leaf) : blocks_{leaf} {}
    void add_ancestor(const Hash256& block) { blocks_.insert(block); }

    bool contains(const Hash256& block) const { return blocks_.contains(block); }
    const std::set<Hash256>& blocks() const noexcept { return blocks_; }

  private:
    std::set<Hash256> blocks_;
};

/// A candidate on a core, which waits for its availability. Its relay parent may be older than any other's.
struct PendingCandidate {
    CandidateHash hash;
    RelayParent relay_parent;
};

/// The relay chain's data of a para at a leaf.
struct ChainScope {
    Constraints constraints;
    std::vector<PendingCandidate> pending;  ///< in the order of their chain
    size_t max_backable = 0;                ///< the number of the para's cores: candidates beside those that wait

    const PendingCandidate* find_pending(const CandidateHash& hash) const noexcept;
};

/// Why a candidate will never be in the chain.
enum class NoPotential : uint8_t {
    kKnown = 1,  ///< it is there already
    kTooMany,    ///< ours: kMaxUnconnected
    kSchedulingParentNotInScope,
    kRelayParentNotInScope,
    kSameHead,             ///< it leads to the head that it builds on
    kCycle,                ///< to one that a candidate of the chain builds on
    kTwoPaths,             ///< to one that a candidate of the chain leads to
    kForkOfPending,        ///< beside one that waits for its availability
    kForkNotPreferred,     ///< beside a backed one with a lower hash
    kRelayParentGoesBack,  ///< before that of the candidate it builds on, or of those that wait
    kConstraints,          ///< the relay chain would not take it there
};

const char* to_string(NoPotential reason) noexcept;

/// A candidate as far as it is known when it is advertised.
struct HypotheticalCandidate {
    CandidateHash hash;
    Hash256 scheduling_parent;
    Hash256 parent_head_hash;
    std::optional<Hash256> output_head_hash;
};

class FragmentChain {
  public:
    static constexpr size_t kMaxUnconnected = 512;

    /// `pending`: entries of `scope.pending`, as far as they are known.
    FragmentChain(const SchedulingScope& scheduling, ChainScope scope, CandidateStorage pending);

    /// Takes over what the chain at the parent of the leaf has, as far as it still has potential.
    void take_over(const SchedulingScope& scheduling, const FragmentChain& previous);

    const ChainScope& scope() const noexcept { return scope_; }
    size_t size() const noexcept { return chain_.size(); }
    std::vector<CandidateHash> candidates() const;
    const CandidateStorage& unconnected() const noexcept { return unconnected_; }
    bool contains(const CandidateHash& hash) const { return in_chain_.contains(hash) || unconnected_.contains(hash); }
    bool is_backed(const CandidateHash& hash) const;

    /// Whether the candidate could become a part of the chain.
    Result<void, NoPotential> check_potential(const SchedulingScope& scheduling, const CandidateEntry& entry) const;
    /// As far as can be said.
    Result<void, NoPotential> check_potential(const SchedulingScope& scheduling,
                                              const HypotheticalCandidate& candidate) const;

    /// Adds a candidate that is not backed yet.
    Result<void, NoPotential> add_seconded(const SchedulingScope& scheduling, const CandidateEntry& entry);
    /// A known candidate has enough votes: the chain may grow by it and by those behind it, or change to it.
    void mark_backed(const SchedulingScope& scheduling, const CandidateHash& hash);

    struct Backable {
        CandidateHash hash;
        Hash256 scheduling_parent;
        friend bool operator==(const Backable&, const Backable&) = default;
    };
    /// At most `count` candidates of the chain behind `ancestors`, which are no longer free to be backed: on cores, or
    /// chosen already. Ancestors that are not the chain's beginning are ignored.
    std::vector<Backable> find_backable(std::set<CandidateHash> ancestors, size_t count) const;

    /// A head that a candidate builds on or leads to, or the para's; nullptr if it is unknown.
    const HeadData* find_head(const Hash256& head_hash) const;
    /// The heads that known candidates lead to, and the para's.
    std::set<Hash256> known_output_heads() const;

  private:
    struct Node {
        CandidateEntry entry;
        Modifications up_to_here;  ///< of all candidates up to this one
    };
    struct Place {
        bool is_connected = false;
        Constraints constraints;
    };

    Result<void, NoPotential> check_heads(const SchedulingScope& scheduling,
                                          const HypotheticalCandidate& candidate) const;
    Result<Place, NoPotential> place_of(const CandidateEntry& entry) const;
    Result<void, NoPotential> check_unknown(const SchedulingScope& scheduling, const CandidateEntry& entry) const;
    Result<void, NoPotential> check_head_is_new(const Hash256& output_head_hash) const;
    const Hash256& base_head_hash() const noexcept { return base_head_hash_; }
    BlockNumber earliest_relay_parent() const noexcept;
    void populate(const SchedulingScope& scheduling, CandidateStorage& storage);
    std::optional<Modifications> fits_next(const SchedulingScope& scheduling, const CandidateEntry& entry,
                                           const Constraints& constraints, BlockNumber earliest) const;
    void push(CandidateEntry entry, const Modifications& modifications);
    bool revert_to(const Hash256& head_hash);
    void trim(const SchedulingScope& scheduling, CandidateStorage& storage, std::vector<Hash256> heads) const;
    void keep_potential(const SchedulingScope& scheduling, const CandidateStorage& storage);

    ChainScope scope_;
    Hash256 base_head_hash_;
    std::vector<Node> chain_;
    std::map<CandidateHash, size_t> in_chain_;    ///< places in chain_
    std::map<Hash256, CandidateHash> by_parent_;  ///< of the chain
    std::map<Hash256, CandidateHash> by_output_;  ///< of the chain
    CandidateStorage unconnected_;
};

}  // namespace serinus::parachain
