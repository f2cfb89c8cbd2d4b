/// Changes of what is stored, when the runtime is replaced by a newer one: at once, or in steps over several blocks.
/// Source: frame_support::migrations of July 2023 for those at once; the reference had no others then.
/// MultiBlockMigrator: frame_support::migrations::MultiStepMigrator of frame-support 42
#pragma once

#include "runtime/arithmetic/weight.hpp"
#include "runtime/sdk/call.hpp"
#include "runtime/sdk/storage.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::sdk {

namespace detail {

/// The version of what the code of the pallet `P` stores.
template <class P>
consteval uint16_t code_version() {
    if constexpr (requires { P::kStorageVersion; }) {
        return P::kStorageVersion;
    } else {
        return 0;
    }
}

}  // namespace detail

/// Brings the storage of the pallet `P` from one version to the next, if that is the version that it has, by
/// `Step::on_runtime_upgrade()`. Otherwise it does nothing, so it may stay in a runtime's list:
///
///     using Migrations = List<VersionedMigration<Locker, 0, 1, kDbWeight, TermsInBlocks>, …>;
///     static Weight on_runtime_upgrade() { return run_migrations(Migrations{}); }
template <class P, uint16_t kFrom, uint16_t kTo, RuntimeDbWeight kDbWeight, class Step>
struct VersionedMigration {
    static_assert(kFrom < kTo);
    using Pallet = P;
    static constexpr uint16_t kToVersion = kTo;

    static Weight on_runtime_upgrade() {
        static_assert(kTo <= detail::code_version<P>(),
                      "the pallet's kStorageVersion is lower than the migration's kTo");
        constexpr std::string_view kPallet = P::Config::kInfo.name;
        if (storage_version(kPallet) != kFrom) return kDbWeight.reads(1);
        const Weight weight = Step::on_runtime_upgrade();
        put_storage_version(kPallet, kTo);
        return weight.saturating_add(kDbWeight.reads_writes(1, 1));
    }
};

namespace detail {

/// The version to which the migrations of the list bring the pallet `P`; 0 if none is of it.
template <class P, class... Migration>
consteval uint16_t reached_version(List<Migration...>) {
    uint16_t reached = 0;
    const auto one = [&]<class M>() {
        if constexpr (requires { M::kToVersion; }) {
            if constexpr (std::is_same_v<typename M::Pallet, P>) reached = std::max(reached, M::kToVersion);
        }
    };
    (one.template operator()<Migration>(), ...);
    return reached;
}

template <class M, class All>
consteval bool reaches_code() {
    if constexpr (requires { M::kToVersion; }) {
        return reached_version<typename M::Pallet>(All{}) == code_version<typename M::Pallet>();
    } else {
        return true;
    }
}

}  // namespace detail

/// One after the other; what they weigh together. The versioned migrations of a pallet in the list end at its
/// kStorageVersion: who raises that and forgets the list is told so here. A pallet without any migration in the list
/// is seen by sdk/host/native/try_upgrade.hpp and by `serinus try-runtime`.
template <class... Migration>
Weight run_migrations(List<Migration...> migrations) {
    static_assert((detail::reaches_code<Migration, List<Migration...>>() && ...),
                  "the last migration of a pallet does not reach its kStorageVersion");
    Weight weight = Weight::zero();
    for_each_handler(migrations, [&]<class M>() { weight.saturating_accrue(M::on_runtime_upgrade()); });
    return weight;
}

/// How far migrations in steps have come.
struct MigrationCursor {
    uint32_t index{};  ///< of the migration in the list
    Bytes position;    ///< where it continues; its own
};

/// Migrations that take more than a block has room for. Each is a type with
///
///     /// Continues behind `cursor`, empty at the beginning, as far as the meter allows: at least one step, so that it
///     /// comes to an end. nullopt: done.
///     static std::optional<Bytes> step(Bytes cursor, WeightMeter& meter);
///
/// The pallet `P`, whichever of the runtime is to run them, keeps the place, so that it stands in the metadata:
///
///     struct Storage { …  Value<MigrationCursor> Cursor; };
///
/// `start()` belongs into on_runtime_upgrade, `advance()` into an on_initialize of P. A new start while one is going on
/// begins anew: steps must not mind. By itself nothing is locked meanwhile: calls see the old and the new form side by
/// side. A runtime that cannot have that says `using BaseCallFilter = InherentsDuring<…>` in its configuration of
/// System.
template <class P, class... Migration>
struct SteppedMigrations {
    static_assert(sizeof...(Migration) > 0);

    static void start() { P::storage.Cursor.put({}); }
    static bool is_ongoing() { return P::storage.Cursor.exists(); }

    /// Work for one block.
    static void advance(WeightMeter& meter) {
        auto place = P::storage.Cursor.get();
        if (!place) return;
        constexpr std::optional<Bytes> (*kSteps[])(Bytes, WeightMeter&) = {&Migration::step...};
        if (place->index < sizeof...(Migration)) {
            auto position = kSteps[place->index](std::move(place->position), meter);
            if (!position) ++place->index;
            place->position = std::move(position).value_or(Bytes());
        }
        if (place->index >= sizeof...(Migration)) {
            P::storage.Cursor.remove();
        } else {
            P::storage.Cursor.put(*place);
        }
    }
};

/// What System's configuration names as its MultiBlockMigrator: while it is going on, a block has its inherents and
/// nothing else, `step()` runs behind them and says what it weighed, no pallet is asked what it can do in idle time,
/// and the code stays.
template <class M>
concept MultiBlockMigrator = requires {
    { M::is_ongoing() } -> std::same_as<bool>;
    { M::step() } -> std::same_as<Weight>;
};

/// SteppedMigrations as a MultiBlockMigrator, with a limit for each block. Nothing advances them besides.
template <class Migrations, Weight kMost>
struct MigratorOf {
    static bool is_ongoing() { return Migrations::is_ongoing(); }
    static Weight step() {
        WeightMeter meter{.limit = kMost};
        Migrations::advance(meter);
        return meter.consumed;
    }
};

/// A base call filter: while the migrations are going on, blocks have their inherents and no other calls but Root's.
template <class Migrations>
struct InherentsDuring {
    static bool contains(const RuntimeCall& call) {
        return call.info().class_ == DispatchClass::Mandatory || !Migrations::is_ongoing();
    }
};

}  // namespace serinus::sdk
