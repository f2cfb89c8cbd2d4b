/// Programs of XCM in sentences.
#pragma once

#include <boost/json/value.hpp>

#include "tools/xcm/program_text.hpp"

namespace serinus::xcm_text {

/// What each instruction does, a line each with its number; programs inside of instructions follow them, indented.
/// Instructions that are not known are shown as they are. Source: staging-xcm 18, v5/mod.rs
std::string explain(const boost::json::value& program, const Spelling& spelling);

/// An error of XCM by its name ("Barrier"), or an object {name: content}: what it means.
std::string explain_error(const boost::json::value& error, const Spelling& spelling);

}  // namespace serinus::xcm_text
