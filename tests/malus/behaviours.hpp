/// Validators that lie, for tests of networks: each behaviour is a part that stands in the place of an honest one.
/// Not in `serinus`: the program serinus-malus alone has them.
#pragma once

#include "services/parachain/substitutes.hpp"

namespace serinus::malus {

struct BehaviourName {
    const char* name;
    const char* what;  ///< what it does, for --help
};

/// All that there are.
std::span<const BehaviourName> behaviour_names();

/// "back-garbage,withhold-chunks": what a validator does that behaves so. The error is a sentence: no such behaviour.
Result<std::unique_ptr<services::paras::Substitutes>, std::string> make_behaviours(const std::string& names);

}  // namespace serinus::malus
