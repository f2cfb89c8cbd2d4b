/// What nearly every part of Kusama's runtime includes, compiled once.
#pragma once

#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/precompiled.hpp"
