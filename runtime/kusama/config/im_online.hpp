/// Who hears of validators that are away.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/identification.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/im_online.hpp"
#include "runtime/pallets/im_online/im_online.hpp"

namespace serinus::kusama {

struct ImOnlineConfig {
    static constexpr sdk::PalletInfo kInfo{11, "ImOnline"};
    static constexpr pallet_im_online::Constants kConstants{.UnsignedPriority = max_value<uint64_t>()};
    static constexpr uint32_t kMaxKeys = parameters::kMaxKeys;
    using System = kusama::System;
    using Session = kusama::Session;
    using IdentificationOf = ExposureOf;
    using IdentificationTuple = kusama::IdentificationTuple;
    using NextSessionRotation = Babe;
    using Offences = kusama::Offences;
    static constexpr auto kWeights = weights::kImOnline;
};

}  // namespace serinus::kusama
