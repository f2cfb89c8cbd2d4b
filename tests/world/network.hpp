/// The simulated network: it carries bytes between the nodes of a simulation, as badly as the plan says.
#pragma once

#include <functional>
#include <map>
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
    /// `counts`: to be raised by what the faults of the network do.
    Network(platform::VirtualTime& time, const Plan& plan, FaultCounts& counts,
            std::function<size_t(size_t end)> node_of, Deliver deliver);

    void send(size_t from, size_t to, Bytes message);
    /// Pairs of ends between which a message was lost, and which reach each other now: a connection would be broken,
    /// and made again.
    std::vector<std::pair<size_t, size_t>> take_reconnected();
    const NetworkFigures& figures() const noexcept { return figures_; }

    /// For tests of the checks: the healing does not end partitions.
    void never_heals() noexcept { heals_ = false; }

    /// The strongest fault of a kind that is on now; 0: none is.
    uint64_t parameter_of(FaultKind kind) const;
    /// Whether data of one end arrives at the other now.
    bool reaches(size_t from, size_t to) const { return find_cut(from, to) == nullptr; }

  private:
    /// The fault that cuts the one off from the other now; nullptr: nothing.
    const Fault* find_cut(size_t from, size_t to) const;
    void count(FaultKind kind) { ++counts_[static_cast<size_t>(kind)]; }
    bool is_on(FaultKind kind) const;
    void lose(size_t from, size_t to);

    platform::VirtualTime& time_;
    const Plan& plan_;
    FaultCounts& counts_;
    std::function<size_t(size_t)> node_of_;
    Deliver deliver_;
    std::mt19937_64 random_;
    NetworkFigures figures_;
    std::set<std::pair<size_t, size_t>> broken_;
    /// When the last message of a connection arrives: none overtakes another, as on one stream.
    std::map<std::tuple<size_t, size_t, bool>, uint64_t> last_arrival_us_;
    bool heals_ = true;
};

}  // namespace serinus::world
