#include "authorship/inherents.hpp"

namespace serinus::authorship {

InherentData common_inherents(uint64_t timestamp_ms) {
    InherentData data;
    data[kTimestampInherent] = scale::encode(timestamp_ms);
    // Observed: runtimes of before 2023 have the pallet Authorship read it.
    data[kUnclesInherent] = scale::encode(std::vector<primitives::Header>());
    return data;
}

}  // namespace serinus::authorship
