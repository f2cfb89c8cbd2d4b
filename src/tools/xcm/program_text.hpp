/// Programs of XCM as text that people read and write.
///
///     version 5
///     WithdrawAsset [1.5 KSM]
///     BuyExecution fees: 1.5 KSM, weight_limit: Unlimited
///     SetAppendix {
///         DepositAsset assets: Wild(AllCounted(1)), beneficiary: ./AccountId32(HNZata7…)
///     }
///     # what stands behind this sign is no part of the program
///
/// One instruction a line: its name, and its fields as `name: value`, or the only value if the field has no name.
///
/// | a location      | `.` for here, `..` for one level up, then junctions: `../Parachain(1000)/PalletInstance(50)` |
/// | a location's inner part | `/Parachain(1000)`, or `/` for here | | an account      | `AccountId32(ADDRESS)`, where
/// an address, hex, or a development key as //Alice may stand; the network behind it: `AccountId32(ADDRESS, network:
/// Kusama)` | | an asset        | `1.5 KSM` of the chain's own token; `1000 of ../Parachain(1000)/GeneralIndex(7)` in
/// its smallest units; `Index(5) of LOCATION` | | others          | numbers, 0x and hex, "text", none, true, false,
/// `[a, b]`, `{name: value}`, `Case`, `Case(value)`, `Case(name: value)` | | programs inside | `{` lines `}` |
///
/// In a program for another chain (`InitiateTeleport … xcm: {`) `.` is that chain: amounts there are `1000 of
/// LOCATION`.
///
/// Names of instructions and fields are those of the chain's metadata: this knows no list of them. Values are JSON, as
/// metadata::Shower shows them and metadata::ValueEncoder takes them.
#pragma once

#include <boost/json/value.hpp>

#include "tools/compose/units.hpp"

namespace serinus::xcm_text {

/// What a chain's people write.
struct Spelling {
    compose::Units units;
    /// Levels from the chain up to the place that its own token belongs to: 0, or 1 for parachains that use the token
    /// of their relay chain.
    uint8_t token_parents = 0;
};
/// As `token_parents`: amounts are of places alone, in what runs on another chain.
inline constexpr uint8_t kNoToken = UINT8_MAX;

/// A program with its version, `{"V5": [...]}`, as text; anything else is written as a value.
std::string program_text(const boost::json::value& program, const Spelling& spelling);
/// A value that is no program: a location (also with its version), assets, an outcome.
std::string value_text(const boost::json::value& value, const Spelling& spelling);

/// The program that a text is: `{"V5": [...]}`. Errors are sentences with the line.
Result<boost::json::value, std::string> read_program(std::string_view text, const Spelling& spelling);
/// A location: `{"V5": {"parents": 1, "interior": …}}`.
Result<boost::json::value, std::string> read_location(std::string_view text, uint32_t version,
                                                      const Spelling& spelling);

/// Ours: programs, lists and locations in each other.
inline constexpr uint32_t kMaxDepth = 64;
/// Ours: of a text.
inline constexpr size_t kMaxText = size_t{4} << 20;

}  // namespace serinus::xcm_text
