/// What stands in for the network: it carries bytes between the nodes of a simulation, as badly as the plan says.
#pragma once

#include <functional>
#include <random>
#include <set>
#include <vector>

#include "base/bytes.hpp"
#include "platform/virtual_scheduler.hpp"
#include "tests/world/plan.hpp"

namespace serinus::world {

struct NetworkFigures {
    uint64_t sent = 0, delivered = 0, lost = 0, bytes = 0;
};

class Network {
  public:
    using Deliver = std::function<void(size_t to, size_t from, Bytes message)>;

    /// `plan` must outlive this. Ends are nodes and twins; a twin stands where its node stands.
    Network(platform::VirtualTime& time, const Plan& plan, std::function<size_t(size_t end)> node_of, Deliver deliver);

    void send(size_t from, size_t to, Bytes message);
    /// Pairs of ends between which a message was lost, and which reach each other now: a connection would be broken,
    /// and made again.
    std::vector<std::pair<size_t, size_t>> take_reconnected();
    const NetworkFigures& figures() const noexcept { return figures_; }

    /// For tests of the checks: the healing does not end partitions.
    void never_heals() noexcept { heals_ = false; }

    /// Whether what one end sends arrives at the other now.
    bool reaches(size_t from, size_t to) const;

  private:
    void lose(size_t from, size_t to);
    /// The strongest fault of a kind that is on now; 0: none is.
    uint64_t parameter_of(FaultKind kind) const;

    platform::VirtualTime& time_;
    const Plan& plan_;
    std::function<size_t(size_t)> node_of_;
    Deliver deliver_;
    std::mt19937_64 random_;
    NetworkFigures figures_;
    std::set<std::pair<size_t, size_t>> broken_;
    bool heals_ = true;
};

}  // namespace serinus::world
