#!/usr/bin/env node
import '../../scripts/parley.mjs';
