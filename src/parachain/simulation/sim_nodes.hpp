/// The state of the simulated nodes: their machines, and what a node's store would hold.
#pragma once

#include <functional>

#include "erasure/branches.hpp"
#include "parachain/simulation/simulation.hpp"

namespace serinus::parachain::simulation {

struct Simulation::Encoded {
    erasure::Chunks chunks;
    erasure::Branches branches;
};

struct Simulation::Validator : AvailableStore {
    Validator(const SimChain& chain, uint32_t which)
        : number(which),
          own{which},
          backing(prospective),
          statements(prospective, chain),
          side(scores, prospective, backing, chain),
          retention(RetentionOptions{}),
          chunk_fetching(own),
          voting(kSlotMs),
          gossip(voting) {}

    std::optional<ErasureChunk> find_chunk(const CandidateHash& candidate, ValidatorIndex of) const override {
        const auto found = chunks.find({candidate, of});
        if (found == chunks.end()) return std::nullopt;
        return found->second;
    }
    std::optional<AvailableData> find_data(const CandidateHash& candidate) const override {
        const auto found = data.find(candidate);
        if (found == data.end()) return std::nullopt;
        return found->second;
    }

    uint32_t number;
    ValidatorIndex own;
    Lies lies;
    Hash256 leaf;
    std::set<Hash256> leaves;
    std::set<Hash256> imported;
    ProspectiveParachains prospective;
    Backing backing;
    StatementDistribution statements;
    CollatorScores scores;
    ValidatorSide side;
    Retention retention;
    ChunkFetching chunk_fetching;
    BitfieldGossip bitfields;
    ApprovalVoting voting;
    ApprovalGossip gossip;
    std::map<std::pair<CandidateHash, ValidatorIndex>, ErasureChunk> chunks;
    std::map<CandidateHash, AvailableData> data;
    std::map<Hash256, UncheckedSignedAvailabilityBitfields> seen_bitfields;
    struct Job {
        std::unique_ptr<Recovery> recovery;
        RecoveryOptions options;
        std::vector<Hash256> blocks;  ///< that include it
    };
    std::map<CandidateHash, Job> jobs;
    std::set<CandidateHash> disputed;
    std::set<uint32_t> collators;  ///< connected ones
};

struct Simulation::Collator {
    Collator(uint32_t which, uint32_t its_core, CollatorKind its_kind)
        : number(which), core(its_core), kind(its_kind), side(Declare{{}, {1000 + its_core}, {}}) {}

    uint32_t number;
    uint32_t core;
    CollatorKind kind;
    uint8_t version = 4;
    CollatorSide side;
    std::set<Hash256> leaves;
    std::set<AuthorityId> wanted;  ///< validators to be connected to
    std::map<uint64_t, std::function<void(std::optional<CollationResponse>)>> requests;
    uint64_t next_request = 1;
    size_t made = 0;
};

}  // namespace serinus::parachain::simulation
