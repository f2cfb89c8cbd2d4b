/// The report of a dry run as text.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace serinus::cli {

/// Of what governance::DryRunner::run() answers; a part that has another shape is left out.
std::string dry_run_text(const boost::json::object& report);

}  // namespace serinus::cli
