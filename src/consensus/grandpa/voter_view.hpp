/// The voter of this node as the rest of the program sees it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "primitives/header.hpp"

namespace serinus::consensus::grandpa {

/// What grandpa_roundState shows of one round.
struct RoundState {
    uint64_t round = 0;
    uint64_t total_weight = 0;
    uint64_t threshold_weight = 0;
    uint64_t prevotes_weight = 0;
    std::vector<ByteArray<32>> prevotes_missing = {};  ///< authorities
    uint64_t precommits_weight = 0;
    std::vector<ByteArray<32>> precommits_missing = {};
};

struct VoterState {
    uint64_t set_id = 0;
    RoundState best = {};
    std::vector<RoundState> background = {};
};

/// Any thread.
class VoterView {
  public:
    virtual ~VoterView() = default;
    virtual std::optional<VoterState> state() const = 0;  ///< nullopt: it does not vote (yet)
    /// Calls back with each justification that this node makes or receives: SCALE GrandpaJustification. The id is for
    /// unsubscribe().
    virtual uint64_t subscribe(std::function<void(std::shared_ptr<const Bytes>)> callback) = 0;
    virtual void unsubscribe(uint64_t id) = 0;
    /// SCALE FinalityProof for a block (grandpa_proveFinality); nullopt: the block is final but no proof is known.
    /// The error is a sentence.
    virtual Result<std::optional<Bytes>, std::string> prove_finality(primitives::BlockNumber block) = 0;
};

}  // namespace serinus::consensus::grandpa
