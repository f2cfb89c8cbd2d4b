/// Changes of what is stored, when the runtime is replaced by a newer one: at once, or in steps over several blocks.
/// Source: frame_support::migrations of July 2023 for those at once; the reference had no others then.
#pragma once

#include "runtime/sdk/handlers.hpp"
#include "runtime/sdk/storage.hpp"
#include "runtime/sdk/weight.hpp"

namespace serinus::sdk {

/// Brings the storage of the pallet `P` from one version to the next, if that is the version that it has, by
/// `Step::on_runtime_upgrade()`. Otherwise it does nothing, so it may stay in a runtime's list:
///
///     using Migrations = List<VersionedMigration<Locker, 0, 1, kDbWeight, TermsInBlocks>, …>;
///     static Weight on_runtime_upgrade() { return run_migrations(Migrations{}); }
template <class P, uint16_t kFrom, uint16_t kTo, RuntimeDbWeight kDbWeight, class Step>
struct VersionedMigration {
    static_assert(kFrom < kTo);

    static Weight on_runtime_upgrade() {
        constexpr std::string_view kPallet = P::Config::kInfo.name;
        if (storage_version(kPallet) != kFrom) return kDbWeight.reads(1);
        const Weight weight = Step::on_runtime_upgrade();
        put_storage_version(kPallet, kTo);
        return weight.saturating_add(kDbWeight.reads_writes(1, 1));
    }
};

/// One after the other; what they weigh together.
template <class... Migration>
Weight run_migrations(List<Migration...> migrations) {
    Weight weight = Weight::zero();
    for_each_handler(migrations, [&]<class M>() { weight.saturating_accrue(M::on_runtime_upgrade()); });
    return weight;
}

/// Migrations that take more than a block has room for. Each is a type with
///
///     /// Goes on behind `cursor`, empty at the beginning, as far as the meter allows: at least one step, so that it
///     /// comes to an end. nullopt: done.
///     static std::optional<Bytes> step(Bytes cursor, WeightMeter& meter);
///
/// `start()` belongs into on_runtime_upgrade, `advance()` into an on_initialize; while `is_ongoing()` the runtime
/// should let nobody at what is being migrated. A new start while one is going on begins anew: steps must not mind.
template <class... Migration>
struct SteppedMigrations {
    struct Place {
        uint32_t index{};  ///< of the migration in the list
        Bytes cursor;
    };
    struct Storage {
        Value<Place> Cursor;
    };
    static constexpr Storage storage = bind_storage<Storage>("MultiBlockMigrations");

    static void start() {
        if (sizeof...(Migration) > 0) storage.Cursor.put({});
    }
    static bool is_ongoing() { return storage.Cursor.exists(); }

    /// Work for one block.
    static void advance(WeightMeter& meter) {
        auto place = storage.Cursor.get();
        if (!place) return;
        constexpr std::optional<Bytes> (*kSteps[])(Bytes, WeightMeter&) = {&Migration::step...};
        if (place->index < sizeof...(Migration)) {
            auto cursor = kSteps[place->index](std::move(place->cursor), meter);
            if (!cursor) ++place->index;
            place->cursor = std::move(cursor).value_or(Bytes());
        }
        if (place->index >= sizeof...(Migration)) {
            storage.Cursor.remove();
        } else {
            storage.Cursor.put(*place);
        }
    }
};

}  // namespace serinus::sdk
