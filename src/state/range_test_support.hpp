/// A state with child tries in a store, for tests of ranges and downloads.
#pragma once

#include <map>

#include "state/database.hpp"
#include "trie/child_tries.hpp"

namespace serinus::state::test {

using Map = std::map<Bytes, Bytes>;

/// A state with three child tries, of which two are equal, in a store.
class RangeState {
  public:
    /// With `changes`: so many entries more, and as many that have other values than without.
    explicit RangeState(trie::StateVersion version, uint8_t changes = 0) {
        for (int i = 0; i < 200; ++i) {
            const auto high = static_cast<uint8_t>(i * 37), low = static_cast<uint8_t>(i);
            top[{high, low}] = Bytes(static_cast<size_t>(i % 60), low);
        }
        for (const char* name : {"a", "b", "c"}) {
            Map& entries = children[to_bytes(as_bytes(std::string_view(name)))];
            for (uint8_t i = 0; i < 50; ++i) entries[{i, 1}] = Bytes(45, static_cast<uint8_t>(*name == 'c' ? 9 : i));
        }
        for (uint8_t i = 0; i < changes; ++i) {
            top[{i, 200, i}] = Bytes(40, i);
            std::next(top.begin(), 60 * i)->second = Bytes(50, i);
            children.begin()->second[{i, 1}] = Bytes(41, i);
        }
        store_ = storage::make_memory_store();
        states_ = *StateDatabase::open(*store_, {});
        const auto entries_of = [](const Map& map) {
            std::vector<GenesisState::Entry> out;
            for (const auto& [key, value] : map) out.emplace_back(key, value);
            return out;
        };
        const auto entries = entries_of(top);
        std::vector<std::vector<GenesisState::Entry>> child_entries;
        GenesisState genesis{.top = entries, .children = {}};
        for (const auto& [key, map] : children) child_entries.push_back(entries_of(map));
        size_t at = 0;
        for (const auto& [key, map] : children) genesis.children.push_back({key, child_entries[at++]});
        auto batch = store_->batch();
        root = *states_->set_genesis(*batch, Hash256(), 0, genesis, version);
        SERINUS_ASSERT(store_->commit(std::move(batch), storage::Durability::kBuffered).has_value());
        state = *states_->at(Hash256());
    }

    Map top;
    std::map<Bytes, Map> children;
    Hash256 root;

  private:
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<StateDatabase> states_;

  public:
    std::unique_ptr<BlockState> state;
};

}  // namespace serinus::state::test
