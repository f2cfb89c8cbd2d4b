/// The shapes by which values of XCM are told apart in JSON, in all versions.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <vector>

#include "base/checked.hpp"

namespace serinus::xcm_text {

/// A case of an enum: its name, and its content; nullptr: it has none.
struct CaseView {
    std::string_view name;
    const boost::json::value* content = nullptr;
};
/// "ClearOrigin", or {"Trap": 1}.
std::optional<CaseView> case_of(const boost::json::value& value);

/// Whether an array that stands in this field, or in this instruction, is a program.
bool is_program_field(std::string_view name);
/// Whether the program in this field of this instruction runs on another chain, which sees all places from there.
bool runs_elsewhere(std::string_view instruction, std::string_view field);

/// {"parents": 1, "interior": …}; nullopt: `value` is none.
struct LocationView {
    uint64_t parents = 0;
    std::vector<const boost::json::value*> junctions;
};
std::optional<LocationView> location_of(const boost::json::value& value);
/// "Here", {"X1": …}: version 3 has the only junction as it is, later ones in an array.
std::optional<std::vector<const boost::json::value*>> interior_of(const boost::json::value& value);

/// {"id": …, "fun": …}, where version 3 has {"Concrete": location} for the location.
struct AssetView {
    LocationView location;
    CaseView kind;  ///< Fungible or NonFungible, with its content
};
std::optional<AssetView> asset_of(const boost::json::value& value);

/// {"V5": …}: the number, and what stands in it.
struct VersionedView {
    uint32_t version = 0;
    const boost::json::value* content = nullptr;
};
std::optional<VersionedView> versioned_of(const boost::json::value& value);

/// An integer, as a number or a decimal text.
std::optional<uint128_t> number_of(const boost::json::value& value);

}  // namespace serinus::xcm_text
