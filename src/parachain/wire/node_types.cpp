#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

std::vector<size_t> ones_of(const Bits& bits) {
    std::vector<size_t> out;
    for (size_t i = 0; i < bits.size(); ++i) {
        if (bits[i]) out.push_back(i);
    }
    return out;
}

Bits bits_of(const std::vector<size_t>& indices) {
    Bits out(indices.empty() ? 0 : *std::max_element(indices.begin(), indices.end()) + 1);
    for (const size_t index : indices) out.set(index, true);
    return out;
}

}  // namespace serinus::parachain
