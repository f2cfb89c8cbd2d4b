/// Getting this validator's chunk of a candidate on a core, from the group that backs it.
/// Observed: polkadot-availability-distribution 36.0.0, requester.
///
/// Chunks are fetched for candidates on cores at a leaf and up to three ancestors of its session: in each block that a
/// candidate waits, and a little longer. The members of the group are asked one after the other, in random order; when
/// all have failed, the next leaf at which the candidate still waits begins anew.
#pragma once

#include <map>
#include <set>

#include "parachain/wire/requests.hpp"

namespace serinus::parachain {

inline constexpr size_t kChunkFetchAncestors = 3;

/// A candidate on a core.
struct ChunkTarget {
    CandidateHash candidate;
    Hash256 erasure_root;
    std::vector<ValidatorIndex> group;  ///< that backs it
    uint32_t chunk_index{};             ///< of this validator, on the candidate's core
};

class ChunkFetching {
  public:
    /// Candidates that are fetched at once: ours. Above it, new ones are taken at a later leaf.
    static constexpr size_t kMaxFetches = 1024;

    explicit ChunkFetching(ValidatorIndex own) : own_(own) {}

    struct Effect {
        /// Ask this validator for the own chunk, over req_chunk/2, or /1 where that is refused.
        struct Request {
            ValidatorIndex target;
            ChunkRequest request;
        };
        struct Store {
            CandidateHash candidate;
            ErasureChunk chunk;
        };
        /// These members had not the chunk, or sent a wrong one: they are asked last in this session.
        struct Failed {
            CandidateHash candidate;
            std::vector<ValidatorIndex> members;
        };
        std::variant<Request, Store, Failed> v;
    };
    using Effects = std::vector<Effect>;

    /// A leaf has candidates on cores, there or at an ancestor, whose chunk is not stored. `seed`: random; groups are
    /// shuffled by it.
    void activate(const Hash256& leaf, const std::vector<ChunkTarget>& targets, const ByteArray<32>& seed,
                  Effects& out);
    void deactivate(const Hash256& leaf);

    /// What the validator that was asked has answered; nullopt: nothing, or what does not decode.
    void on_response(const CandidateHash& candidate, const std::optional<ErasureChunk>& chunk, Effects& out);
    size_t size() const noexcept { return fetches_.size(); }

  private:
    struct Fetch {
        ChunkTarget target;
        std::vector<ValidatorIndex> left;  ///< to be asked, the next one last
        std::optional<ValidatorIndex> asked;
        std::vector<ValidatorIndex> failed;
        std::set<Hash256> leaves;
    };
    void ask_next(const CandidateHash& candidate, Effects& out);

    ValidatorIndex own_;
    std::map<CandidateHash, Fetch> fetches_;
    std::set<ValidatorIndex> bad_;  ///< asked last from now on
};

}  // namespace serinus::parachain
