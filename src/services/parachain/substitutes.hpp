/// Parts of a validator that a program may put in the place of the node's own: one of tests, whose validators lie.
/// `serinus` has none of these (tests/malus).
#pragma once

#include "services/parachain/backing/candidates.hpp"

namespace serinus::services::paras {

/// What is returned may be `own` itself. It outlives the parts, and may use what it was given as long as they live.
class Substitutes {
  public:
    struct Surroundings {
        platform::Scheduler& scheduler;
        platform::Lane& lane;  ///< which calls what is returned, unless it says otherwise
        const crypto::NodeKeys& keys;
        RelayStates& states;
    };

    virtual ~Substitutes() = default;
    virtual Outlets& outlets(Outlets& own, const Surroundings&) { return own; }
    virtual CandidateChecks& checks(CandidateChecks& own, const Surroundings&) { return own; }
    virtual CollationTaker& collation_taker(CollationTaker& own, const Surroundings&) { return own; }
    /// What requests for chunks, proofs and data are answered from, on other threads.
    virtual const parachain::AvailableStore& answers(const parachain::AvailableStore& own) { return own; }
};

/// Those that the other parts use.
struct ChosenParts {
    Outlets& outlets;
    CandidateChecks& checks;
};

}  // namespace serinus::services::paras
