/// The fixture of tests in the mock runtime that hosts parachains.
#pragma once

#include "runtime/mock/host.hpp"
#include "runtime/mock/world_test.hpp"

namespace serinus::mock::host {

/// Alice, Bob, Charlie, Dave and Eve have 1000 units each; block 1, extrinsic 0; nobody is disabled.
class Host : public mock::World<Runtime, Balances> {
  protected:
    using HostConfiguration = Configuration::Host;

    void SetUp() override {
        Disabled::validators.clear();
        Outside::sent.clear();
        Outside::moves.clear();
        Outside::fails = false;
        UpwardQueue::messages.clear();
        Rewards::backers.clear();
        Disputes::invalid.clear();
        Disputes::included.clear();
        Disputes::is_chain_frozen = Sessions::ends = false;
        World::SetUp();
    }
    /// Changes the configuration that is in force.
    template <class F>
    static void configure(F&& change) {
        auto config = Configuration::config();
        change(config);
        Configuration::storage.ActiveConfig.put(config);
    }
};

}  // namespace serinus::mock::host
