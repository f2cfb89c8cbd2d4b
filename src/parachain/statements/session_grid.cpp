#include "parachain/statements/session_grid.hpp"

#include "base/chacha20.hpp"

namespace serinus::parachain {
namespace {

std::vector<ValidatorIndex> shuffled(size_t validators, const ByteArray<32>& epoch_randomness) {
    std::vector<ValidatorIndex> order;
    for (size_t i = 0; i < validators; ++i) order.push_back({static_cast<uint32_t>(i)});
    const Hash256 seed = hashing::blake2b_256(concat(as_bytes("gossipsu"), epoch_randomness));
    ChaCha20(seed.bytes).shuffle(std::span(order));
    return order;
}

/// ⌊√n⌋
size_t square_root(size_t n) noexcept {
    size_t root = 0;
    while ((root + 1) * (root + 1) <= n) ++root;
    return root;
}

}  // namespace

GridRoute GridNeighbors::route(ValidatorIndex originator, bool is_own) const {
    if (is_own) return GridRoute::kRowAndColumn;
    const bool in_row = row.contains(originator), in_column = column.contains(originator);
    if (in_row && in_column) return GridRoute::kRowAndColumn;
    if (in_row) return GridRoute::kColumn;
    return in_column ? GridRoute::kRow : GridRoute::kNowhere;
}

bool GridNeighbors::is_on(GridRoute route, ValidatorIndex target) const {
    switch (route) {
        case GridRoute::kNowhere:
            return false;
        case GridRoute::kRow:
            return row.contains(target);
        case GridRoute::kColumn:
            return column.contains(target);
        case GridRoute::kRowAndColumn:
            return row.contains(target) || column.contains(target);
    }
    return false;
}

SessionGrid::SessionGrid(size_t validators, const ByteArray<32>& epoch_randomness)
    : SessionGrid(shuffled(validators, epoch_randomness)) {}

SessionGrid::SessionGrid(std::vector<ValidatorIndex> order) : order_(std::move(order)), places_(order_.size()) {
    for (size_t i = 0; i < order_.size(); ++i) {
        SERINUS_ASSERT(order_[i]._0 < places_.size());
        places_[order_[i]._0] = i;
    }
}

std::optional<GridNeighbors> SessionGrid::neighbors_of(ValidatorIndex validator) const {
    if (validator._0 >= places_.size()) return std::nullopt;
    const size_t place = places_[validator._0], width = square_root(size());
    GridNeighbors out;
    const size_t row_begin = place / width * width;
    for (size_t i = row_begin; i < std::min(row_begin + width, size()); ++i) {
        if (i != place) out.row.insert(order_[i]);
    }
    for (size_t i = place % width; i < size(); i += width) {
        if (i != place) out.column.insert(order_[i]);
    }
    return out;
}

}  // namespace serinus::parachain
