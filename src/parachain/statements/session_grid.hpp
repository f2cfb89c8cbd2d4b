/// The grid of a session: validators in random order as rows and columns. What one sends to its row and its column, and
/// these pass on to theirs, reaches all in two steps.
/// Observed: polkadot-node-network-protocol 36.0.0, grid_topology; polkadot-gossip-support 36.0.0,
/// `update_gossip_topology`.
#pragma once

#include <set>
#include <vector>

#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

/// Which way a message goes on.
enum class GridRoute : uint8_t { kNowhere, kRow, kColumn, kRowAndColumn };

/// Those that a validator talks to; it is not among them.
struct GridNeighbors {
    std::set<ValidatorIndex> row;
    std::set<ValidatorIndex> column;

    /// The way of a message that came from, or was made by, a validator: own ones go to row and column, those of the
    /// row to the column and the other way round, others nowhere.
    GridRoute route(ValidatorIndex originator, bool is_own) const;
    bool is_on(GridRoute route, ValidatorIndex target) const;
    friend bool operator==(const GridNeighbors&, const GridNeighbors&) = default;
};

class SessionGrid {
  public:
    /// The grid of as many validators (all discovery keys of the session), with the randomness of the BABE epoch.
    SessionGrid(size_t validators, const ByteArray<32>& epoch_randomness);
    /// The grid with this order: at place i stands validator order[i]. Each of them is less than the size.
    explicit SessionGrid(std::vector<ValidatorIndex> order);

    size_t size() const noexcept { return order_.size(); }
    const std::vector<ValidatorIndex>& order() const noexcept { return order_; }
    /// nullopt for a validator that is not in the grid. Rows have ⌊√n⌋ places, the last one may have fewer.
    std::optional<GridNeighbors> neighbors_of(ValidatorIndex validator) const;

  private:
    std::vector<ValidatorIndex> order_;
    std::vector<size_t> places_;  ///< by validator
};

}  // namespace serinus::parachain
